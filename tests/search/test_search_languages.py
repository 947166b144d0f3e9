"""The search in every language that lunr knows, with words of that language.

Each line: the language, a title, and queries in other forms that must find it. What is promised for
a language is written in `docs/reference/search-languages.md`.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb_plugins.search.analysis import Analyzer
from kb_plugins.search.engine import Engine, engine_from_files
from kb_plugins.search.index import build_index
from kb_plugins.search.records import Record, SectionText
from kb_plugins.search.stemming import SNOWBALL, STEMMED

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "search-languages.md"

WORDS = [
    # stems
    ("en", "Resetting the passwords of users", ["password reset", "user"]),
    ("it", "Come cambiare le password degli utenti", ["cambio password utente", "utente"]),
    ("de", "Passwörter der Benutzer zurücksetzen", ["passwort benutzern", "passwoerter"]),
    ("fr", "Réinitialiser les mots de passe des utilisateurs", ["utilisateur", "reinitialiser"]),
    ("es", "Cambiar las contraseñas de los usuarios", ["contrasena usuario", "usuario"]),
    ("pt", "Alterar as palavras-passe dos utilizadores", ["utilizador", "palavra-passe"]),
    ("nl", "Wachtwoorden van gebruikers wijzigen", ["wachtwoord gebruiker"]),
    ("da", "Nulstil brugernes adgangskoder", ["adgangskode"]),
    ("sv", "Återställ användarnas lösenord", ["anvandare", "losenord"]),
    ("no", "Tilbakestill passordene til brukerne", ["passord", "bruker"]),
    ("fi", "Vaihda käyttäjien salasanat", ["salasana"]),
    ("hu", "A felhasználók jelszavának módosítása", ["felhasználó", "felhasznalo"]),
    ("ro", "Resetarea parolelor utilizatorilor", ["utilizator", "parole"]),
    ("ru", "Как изменить пароли пользователей", ["пароль пользователя", "пользователь"]),
    ("tr", "Kullanıcıların şifrelerini değiştirme", ["şifre", "kullanici"]),
    ("ar", "تغيير كلمات مرور المستخدمين", ["كلمة المستخدم", "المستخدم"]),
    ("el", "Αλλαγή κωδικών των χρηστών", ["χρήστης", "κωδικός"]),
    # pairs of signs
    ("zh", "如何重置用户密码", ["重置密码", "密码", "用户", "密"]),
    ("ja", "ユーザーのパスワードを変更する方法", ["パスワード変更", "ﾊﾟｽﾜｰﾄﾞ", "変更"]),
    ("ko", "사용자 비밀번호를 변경하는 방법", ["비밀번호 변경", "비밀번호가", "사용자의"]),
    ("th", "วิธีเปลี่ยนรหัสผ่านของผู้ใช้", ["เปลี่ยนรหัสผ่าน", "ผู้ใช้"]),
    # whole words, and their beginnings
    ("hi", "उपयोगकर्ता का पासवर्ड कैसे बदलें", ["पासवर्ड", "पासवर्ड बदलें", "उपयोगकर्"]),
    ("he", "איך משנים סיסמה של משתמש", ["סיסמה", "משתמש", "סיסמ"]),
    ("vi", "Cách đổi mật khẩu của người dùng", ["mật khẩu", "mat khau"]),
    ("pl", "Jak zmienić hasło użytkownika", ["hasło", "haslo", "uzytkown"]),
    ("hy", "Ինչպես փոխել օգտվողի գաղտնաբառը", ["գաղտնաբառը", "գաղտնաբ"]),
    ("ta", "பயனரின் கடவுச்சொல்லை மாற்றுவது எப்படி", ["கடவுச்சொல்லை", "பயனர"]),
    ("te", "వినియోగదారు పాస్‌వర్డ్ మార్చడం ఎలా", ["పాస్‌వర్డ్", "వినియోగ"]),
    ("kn", "ಬಳಕೆದಾರರ ಪಾಸ್‌ವರ್ಡ್ ಬದಲಾಯಿಸುವುದು ಹೇಗೆ", ["ಪಾಸ್‌ವರ್ಡ್", "ಬಳಕೆದಾ"]),
]
OTHERS = {"zh": "发票在哪里", "ja": "請求書はどこにありますか", "ko": "청구서는 어디에 있습니까",
          "th": "ใบแจ้งหนี้อยู่ที่ไหน", "ru": "Где найти счёт", "ar": "أين الفاتورة",
          "hi": "चालान कहाँ है", "he": "איפה החשבונית"}
SIGNS = "密码重置用户のパスワーﾄﾞが한국어รหัสผู่ a1.-हिक्षै"
CODES = [code for code, _title, _queries in WORDS]


def engine_of(code: str, title: str) -> Engine:
    other = OTHERS.get(code, "Zebra zebra")
    records = [
        Record(url="a/", source="a.md", title=title, level=0,
               sections=(SectionText("", "", title),)),
        Record(url="b/", source="b.md", title=other, level=0,
               sections=(SectionText("", "", other),)),
        Record(url="c/", source="c.md", title="PHP 8.2", level=0),
    ]
    return engine_from_files(build_index(records, code), code)


def browser_terms(engine: Engine, text: str) -> list[str]:
    words = f"engine.analyzer.words({json.dumps(text)})"
    kept = f"{words}.filter((word) => !word.stop).map((word) => word.term)"
    return list(engine.run(f"Promise.resolve({kept})"))


@pytest.mark.parametrize(("code", "title", "queries"), WORDS, ids=CODES)
def test_other_forms_find_the_article(code: str, title: str, queries: list[str]) -> None:
    engine = engine_of(code, title)
    for query in queries:
        assert engine.ranks(query)[:1] == ["a.md"], query
    assert engine.ranks("qwxyz") == []
    analyzer = Analyzer(code)
    for text in (title, *queries, OTHERS.get(code, "")):
        python = [term for piece in text.split() for term in analyzer.chunk(piece).terms]
        browser = browser_terms(engine, text)
        # the index also holds single signs, which only a query of one sign asks for
        assert [term for term in python if term in browser] == browser
        assert {len(term) for term in python if term not in browser} <= {1}


@pytest.fixture(scope="module")
def chinese() -> Engine:
    return engine_of("zh", "如何重置用户密码")


@settings(max_examples=150, deadline=None)
@given(text=st.text(alphabet=st.sampled_from(SIGNS), max_size=20))
def test_browser_and_python_cut_alike(text: str, chinese: Engine) -> None:
    analyzer = Analyzer("zh")
    python = {term for piece in text.split() for term in analyzer.chunk(piece).terms}
    browser = set(browser_terms(chinese, text))
    assert browser <= python
    assert all(len(term) == 1 for term in python - browser)


def test_only_the_signs_that_were_found_are_marked(chinese: Engine) -> None:
    terms = json.dumps(["密码"])
    spans = chinese.run(
        f"Promise.resolve(engine.analyzer.spans('如何重置用户密码').filter((s) => s[2].some("
        f"(t) => {terms}.includes(t))).map((s) => [s[0], s[1]]))")
    assert spans == [[6, 8]]


def test_identifiers_stay_whole_in_every_language(chinese: Engine) -> None:
    assert chinese.ranks("php 8.2") == ["c.md"]


def test_letters_with_marks_of_their_own_stay_apart() -> None:
    analyzer = Analyzer("hi")
    assert analyzer.chunk("की").terms != analyzer.chunk("कु").terms
    assert Analyzer("ja").chunk("がく").terms != Analyzer("ja").chunk("かく").terms
    assert Analyzer("ru").stem("синий") != "синии"


def test_the_manual_says_what_works_in_which_language() -> None:
    rows = re.findall(r"^\| [^|]+ \| `(\w+)` \| ([^|]+) \|", PAGE.read_text(encoding="utf-8"), re.M)
    told = {code: what.strip() for code, what in rows}
    assert set(told) >= set(CODES)
    stemmed = {"en", *STEMMED}
    assert {code for code, what in told.items() if what.startswith("stems")} == stemmed
    assert set(SNOWBALL) <= set(told)

"""The files for hosts, asked of the hosts themselves where a machine has them."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from kb_plugins.publish.hosting import HOSTS, hosting_files
from kb_plugins.publish.hosting.plan import Plan
from kb_plugins.publish.hosting.policy import content_policy

CONFIG = """site_name: Help
site_url: https://help.example.com/
theme: {name: material}
plugins:
  - kb:
      hosts: [netlify, nginx, apache, iis, s3]
      gone: [fax/]
      headers: {Referrer-Policy: no-referrer, X-Extra: 'say "hi" %{x}', Permissions-Policy: ""}
      content_security_policy: {frame-src: https://maps.example.com}
      feedback: {endpoint: "https://answers.example.com/in"}
      channels:
        ticket: {provider: form, url: "https://desk.example.com/new"}
"""
ARTICLE = """---
title: How do I get my money back?
level: 0
description: Ask within 30 days.
redirect_from: [money-back/, "größe 1/", old.html, files/form.pdf]
---

![A form](https://pictures.example.com/form.png)

<iframe src="https://video.example.com/1" title="How"></iframe>
"""


def publish(folder: Path) -> Path:
    config = load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site"), strict=True)
    build(config)
    config.plugins.on_shutdown()
    return folder / "site"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hosting")
    folder.chmod(0o755)
    (folder / "docs/billing").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(CONFIG)
    (folder / "docs/billing/refund.md").write_text(ARTICLE)
    (folder / "docs/billing/prices-20261128.md").write_text("---\ntitle: Prices\nlevel: 0\n---\n")
    (folder / "docs/billing/form.png").write_bytes(b"\x89PNG")
    (folder / "docs/it").mkdir()  # as each language of a site has one
    (folder / "docs/it/404.html").write_text("<title>Non c'è</title>", encoding="utf-8")
    (folder / "docs/_redirects").write_text("/shop https://shop.example.com/ 302\n")
    return publish(folder)


def policy_of(text: str) -> dict[str, str]:
    return dict(part.split(" ", 1) for part in text.split("; "))


def test_netlify(site: Path) -> None:
    moved = (site / "_redirects").read_text().splitlines()
    assert moved[0] == "/shop https://shop.example.com/ 302", "the team's own rules come first"
    assert "/money-back/ /billing/refund/ 301!" in moved
    assert "/gr%C3%B6%C3%9Fe%201/ /billing/refund/ 301!" in moved
    assert moved[-1] == "/it/* /it/404.html 404"
    blocks = re.split(r"^(?=/)", (site / "_headers").read_text(), flags=re.M)[1:]
    rules = {block.split("\n")[0]: block for block in blocks}
    assert "no-referrer" in rules["/*"]
    assert "Permissions-Policy" not in rules["/*"]
    assert "Cache-Control" not in rules["/*"]
    immutable = [path for path, block in rules.items() if "immutable" in block]
    assert any(re.fullmatch(r"/assets/kb/site-\w+\.css", path) for path in immutable)
    assert any(re.fullmatch(r"/assets/kb/search/en/\*", path) for path in immutable)
    assert not any("20261128" in path for path in immutable), "a day in an address is no hash"
    assert len(rules) < 100, "Cloudflare reads no more"
    policy = policy_of(re.search(r"Content-Security-Policy: (.*)", rules["/*"])[1])
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["connect-src"] == "'self' https://answers.example.com"
    assert policy["form-action"] == "'self' https://desk.example.com"
    assert policy["frame-src"] == "'self' https://maps.example.com https://video.example.com"
    assert policy["img-src"] == "'self' data: https://pictures.example.com"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module", params=["nginx", "apache2"])
def server(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    """A server of its own for the site. Yields its address."""
    program = shutil.which(request.param) or shutil.which(f"/usr/sbin/{request.param}")
    if not program:
        pytest.skip(f"{request.param} is not installed")
    port, folder = free_port(), site.parent
    if request.param == "nginx":
        config = folder / "nginx.conf"
        config.write_text(
            f"{'user root;' if os.geteuid() == 0 else ''} pid {folder}/nginx.pid;\n"
            f"error_log {folder}/error.log; daemon off;\n"
            "events {}\nhttp { access_log off; types { text/html html; text/css css; "
            "text/plain txt; }\n"
            f"client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2;\n"
            f"fastcgi_temp_path {folder}/t3; uwsgi_temp_path {folder}/t4; "
            f"scgi_temp_path {folder}/t5;\n"
            f"include {site}/.hosting/nginx/http.conf;\n"
            f"server {{ listen 127.0.0.1:{port}; root {site};\n"
            f"include {site}/.hosting/nginx/server.conf; }} }}\n")  # fmt: skip
        command = [program, "-c", str(config), "-e", f"{folder}/error.log"]
    else:
        config = folder / "apache.conf"
        modules = "".join(
            f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n"
            for name in ("mpm_event", "authz_core", "dir", "mime", "alias", "headers"))  # fmt: skip
        config.write_text(
            f"{modules}ServerName localhost\nListen 127.0.0.1:{port}\nPidFile {folder}/a.pid\n"
            f"ErrorLog {folder}/error.log\nTypesConfig /etc/mime.types\nDocumentRoot {site}\n"
            f"<Directory {site}>\nAllowOverride All\nRequire all granted\n</Directory>\n"
            "DirectoryIndex index.html\n")  # fmt: skip
        command = [program, "-X", "-f", str(config)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        assert running.poll() is None, running.communicate()[0].decode()
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    running.terminate()
    running.communicate(timeout=10)


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        return None


def ask(address: str) -> tuple[int, dict[str, str], bytes]:
    opener = urllib.request.build_opener(Stay)
    try:
        with opener.open(address, timeout=10) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


def test_a_real_server(server: str, site: Path) -> None:
    status, headers, _body = ask(f"{server}/billing/refund/")
    assert status == 200
    assert policy_of(headers["Content-Security-Policy"])["default-src"] == "'none'"
    assert headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert headers["X-Extra"] == 'say "hi" %{x}'
    assert headers["Strict-Transport-Security"]
    assert "Access-Control-Allow-Origin" not in headers
    style = next((site / "assets/kb").glob("site-*.css")).name
    assert "immutable" in ask(f"{server}/assets/kb/{style}")[1]["Cache-Control"]
    shard = next((site / "assets/kb/search").rglob("*.bin")).relative_to(site).as_posix()
    headers = ask(f"{server}/{shard}")[1]
    assert "immutable" in headers["Cache-Control"]
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert ask(f"{server}/billing/form.png")[1]["Cache-Control"] == "public, max-age=3600"
    for name, kind in (("billing/refund/index.md", "text/markdown"), ("llms.txt", "text/plain")):
        status, headers, _body = ask(f"{server}/{name}")
        assert headers["Content-Type"].lower() == f"{kind}; charset=utf-8"
        assert policy_of(headers["Content-Security-Policy"])["default-src"] == "'none'"
    for old in ("money-back/", "gr%C3%B6%C3%9Fe%201/", "old.html", "files/form.pdf"):
        status, headers, _body = ask(f"{server}/{old}")
        assert (status, re.sub("^http://[^/]*", "", headers["Location"])) == (
            301, "/billing/refund/")  # fmt: skip
    assert ask(f"{server}/money-back/not")[0] == 404, "only the whole address is redirected"
    assert ask(f"{server}/fax/")[0] == 410
    status, headers, body = ask(f"{server}/nothing/")
    assert status == 404
    assert body == (site / "404.html").read_bytes()
    assert headers["X-Content-Type-Options"] == "nosniff"
    status, _headers, body = ask(f"{server}/it/nothing/")
    assert (status, body) == (404, (site / "it/404.html").read_bytes())
    assert ask(f"{server}/.hosting/nginx/http.conf")[0] == 404


def test_iis(site: Path) -> None:
    root = ElementTree.parse(site / "web.config").getroot()
    sections = {child.tag for node in root.iter("system.webServer") for child in node}
    assert sections <= {"staticContent", "httpErrors", "httpProtocol", "security", "httpRedirect"}
    moved = {node.get("path"): node.find(".//httpRedirect") for node in root.iter("location")}
    assert moved["größe 1"].get("destination") == "/billing/refund/"
    types = {node.get("fileExtension"): node.get("mimeType") for node in root.iter("mimeMap")}
    assert {path.suffix for path in site.rglob("*.bin")} <= set(types)
    assert types[".txt"] == "text/plain; charset=utf-8"
    # Other modes answer with status 200, or leave the blank answer of the server as it is.
    assert {node.get("existingResponse") for node in root.iter("httpErrors")} == {"Replace"}
    lost = {node.get("path"): node.find(".//httpErrors/error").attrib
            for node in root.iter("location") if node.find(".//httpErrors") is not None}
    lost[""] = root.find("system.webServer/httpErrors/error").attrib
    assert {where: error["path"] for where, error in lost.items()} == {
        "": "404.html", "it": "it\\404.html"}  # fmt: skip
    assert {error["responseMode"] for error in lost.values()} == {"File"}


def test_s3(site: Path) -> None:
    script = site / ".hosting/s3/upload.sh"
    assert subprocess.run(["sh", "-n", script]).returncode == 0
    assert "--website-redirect /billing/refund/" in script.read_text()
    policy = json.loads((site / ".hosting/s3/headers.json").read_text())
    assert policy["SecurityHeadersConfig"]["ReferrerPolicy"]["ReferrerPolicy"] == "no-referrer"
    assert policy["CustomHeadersConfig"]["Quantity"] == len(policy["CustomHeadersConfig"]["Items"])


def test_the_upload_to_s3_as_it_is_run(site: Path, tmp_path: Path) -> None:
    """A program called `aws` that writes down how it was called."""
    program, calls = tmp_path / "aws", tmp_path / "calls"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$*" >> {calls}\n')
    program.chmod(0o755)
    subprocess.run(["sh", site / ".hosting/s3/upload.sh", "help"], check=True,
                   env={"PATH": f"{tmp_path}:/usr/bin:/bin"})  # fmt: skip
    lines = calls.read_text().splitlines()
    assert lines[0].startswith("s3 sync assets s3://help/assets --cache-control public, max-age=31")
    assert sum("--website-redirect /billing/refund/" in line for line in lines) == 4
    assert any("text/markdown; charset=utf-8 --exclude * --include *.md" in line for line in lines)
    assert "--delete" in lines[-1]
    assert not any("--delete" in line for line in lines[:-1])


def test_a_wrong_part_of_the_policy_is_one_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/refund.md").write_text(ARTICLE)
    for spoiled in ('frame-src: "a; script-src *"', '"x y": "a"'):
        (tmp_path / "mkdocs.yml").write_text(
            CONFIG.replace("frame-src: https://maps.example.com", spoiled))  # fmt: skip
        with pytest.raises(Abort):
            publish(tmp_path)
        assert "mkdocs.yml:9: hosting: `" in caplog.text
        caplog.clear()
    (tmp_path / "mkdocs.yml").write_text(CONFIG.replace("X-Extra: '", '"X Y": \''))
    with pytest.raises(Abort):
        publish(tmp_path)
    assert "mkdocs.yml:8: hosting: X Y: " in caplog.text


def test_build_services_are_recognised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/refund.md").write_text(ARTICLE)
    (tmp_path / "mkdocs.yml").write_text(re.sub(r"      hosts: .*\n", "", CONFIG))
    assert not (publish(tmp_path) / "_headers").exists()
    monkeypatch.setenv("CF_PAGES", "1")
    assert "/money-back/ /refund/ 301\n" in (publish(tmp_path) / "_redirects").read_text()


TEXT = st.text(st.characters(blacklist_categories=("Cs",)), max_size=20)


@given(st.text("<>=\"' abcimgsrcptyle:/.;,\n*'", max_size=80), TEXT)
def test_no_page_can_break_out_of_the_policy(page: str, address: str) -> None:
    tags = f'{page}<img src="https://{address}"><script src="https://{address}/a.js"></script>'
    policy = content_policy([tags], [f"https://{address}"])
    directives = [part.split(" ")[0] for part in policy.split("; ")]
    assert len(set(directives)) == len(directives)
    assert {"script-src", "img-src"} <= set(directives)
    assert "\n" not in policy
    assert policy.count(";") == len(directives) - 1


@given(st.dictionaries(TEXT, TEXT, max_size=3))
def test_no_address_can_break_out_of_a_file(moved: dict[str, str]) -> None:
    from urllib.parse import quote

    plan = Plan(redirects={quote(old): quote(new) for old, new in moved.items()})
    files = hosting_files(sorted(HOSTS), plan)
    ElementTree.fromstring(files["web.config"].encode())
    assert files["_redirects"].count("\n") == len(plan.redirects) + 1

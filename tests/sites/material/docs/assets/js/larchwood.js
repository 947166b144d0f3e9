document.documentElement.dataset.lw = "1";

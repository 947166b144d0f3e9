document.documentElement.dataset.lwLate="1"

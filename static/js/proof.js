// Proof of work in place of the captcha, where the browser can do it (Web Crypto: https or this machine only).
(() => {
  "use strict";
  const form = document.querySelector("form[data-challenge]");
  if (!form || !window.crypto?.subtle) return;

  const challenge = form.dataset.challenge;
  const bits = Number(form.dataset.bits);
  const box = form.querySelector(".proof");
  const button = box.querySelector("button");
  const words = box.querySelector("[role=status]");
  const encoder = new TextEncoder();
  const BATCH = 512; // so many digests at once: waiting for each alone takes longer than the digest

  const zeros = (digest) => new DataView(digest).getUint32(0) >>> (32 - bits) === 0;

  async function work() {
    for (let start = 0; ; start += BATCH) {
      const tries = Array.from({ length: BATCH }, (_, n) => `${challenge}~${start + n}`);
      const digests = await Promise.all(tries.map((text) => crypto.subtle.digest("SHA-256", encoder.encode(text))));
      const hit = digests.findIndex(zeros);
      if (hit >= 0) return tries[hit];
    }
  }

  button.addEventListener("click", async () => {
    button.disabled = true;
    words.textContent = "正在验证，大约需要几秒……";
    form.elements.work.value = await work();
    const query = form.elements.q;
    if (query.value.trim()) {
      form.submit();
    } else {
      words.textContent = "已通过验证，不用填数字了。请填写名称或代码后按“查询”。";
      query.focus();
    }
  });
  box.hidden = false;
})();

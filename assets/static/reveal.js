// Shows a password to whoever types it. The pages are whole without this file: the buttons are
// hidden until it has run.
for (const button of document.querySelectorAll('.reveal')) {
  const input = button.parentElement.querySelector('input');
  const show = (shown) => {
    input.type = shown ? 'text' : 'password';
    button.setAttribute('aria-pressed', String(shown));
  };
  button.hidden = false;
  button.addEventListener('click', () => {
    show(input.type === 'password');
    input.focus();
  });
  // A password that is shown would be kept with what was typed into fields of text before.
  button.form.addEventListener('submit', () => show(false));
}

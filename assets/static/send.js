// Presses the button of a page that only hands something on to an application. Without this file
// people press it. Whoever comes back to the page presses it themselves: what it holds is spent.
if (history.state !== 'sent') {
  history.replaceState('sent', '');
  document.getElementById('send').submit();
}

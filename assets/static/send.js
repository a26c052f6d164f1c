// Presses the button of a page that only hands something on to an application. Without this file
// people press it.
document.getElementById('send').submit();

// A login by a provider is remembered as well where the box is ticked. The page is whole without this
// file: it is not remembered then.
const box = document.getElementById('remember');
const tell = () => {
  for (const link of document.querySelectorAll('.providers a')) {
    link.search = box.checked ? '?remember=1' : '';
  }
};
box.addEventListener('change', tell);
// What was ticked before somebody came back is ticked still.
tell();

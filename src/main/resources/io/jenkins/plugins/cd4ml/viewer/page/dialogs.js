import { el } from '../sections/dom.js';

/** The form on a page of this server, ready to be shown on another one. */
async function formOf(response) {
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const form = page.querySelector('.cd4ml-form, .cd4ml .cd4ml-empty');
  return form ? { form: document.adoptNode(form), title: page.querySelector('.jenkins-app-bar h1')?.textContent.trim() ?? '' } : null;
}

const followed = (response) => response.redirected && response.ok;

/** Sends the form; where it is refused, the answer holds it once more, with the sentence that gives the reason. */
async function send(form, dialog) {
  const buttons = [...form.querySelectorAll('button[type=submit]')];
  buttons.forEach((button) => button.setAttribute('disabled', ''));
  let response;
  try {
    response = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), credentials: 'same-origin' });
  } catch {
    form.submit();
    return;
  }
  if (followed(response)) {
    window.location.assign(response.url);
    return;
  }
  const again = await formOf(response);
  if (again) {
    form.replaceWith(again.form);
    fill(dialog, again.form);
  } else {
    buttons.forEach((button) => button.removeAttribute('disabled'));
    form.prepend(
      el(
        'div',
        { class: 'jenkins-alert jenkins-alert-danger', role: 'alert' },
        `Jenkins refused this (${response.status}). Reload the page and try again.`,
      ),
    );
  }
}

/** Brings a form in a dialog to life: Jenkins' own behaviour such as help, sending, cancelling. */
function fill(dialog, form) {
  window.Behaviour?.applySubtree(form, true);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send(form, dialog);
  });
  form.querySelector('[data-cd4ml-cancel]')?.addEventListener('click', (event) => {
    event.preventDefault();
    dialog.close();
  });
  form.querySelector('input:not([type=hidden]), select, textarea')?.focus();
}

function show(title, form) {
  const heading = el('h2', { class: 'jenkins-dialog__title', id: 'cd4ml-dialog-title' }, title);
  const dialog = el(
    'dialog',
    { class: 'jenkins-dialog cd4ml cd4ml-dialog', 'aria-labelledby': 'cd4ml-dialog-title' },
    heading,
    el('div', { class: 'jenkins-dialog__contents' }, form),
  );
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  fill(dialog, form);
}

async function open(event) {
  const link = event.target.closest?.('a[data-cd4ml-dialog]');
  if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
    return;
  }
  event.preventDefault();
  try {
    const response = await fetch(link.href, { credentials: 'same-origin' });
    const found = response.ok ? await formOf(response) : null;
    if (found) {
      show(found.title, found.form);
      return;
    }
  } catch {
    // the page itself shows what is wrong
  }
  window.location.assign(link.href);
}

/** Shows the forms of actions in dialogs. A click for another tab opens the form's own page there. */
export const openDialogs = () => document.addEventListener('click', open);

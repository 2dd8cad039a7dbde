/**
 * Elements, built one by one. Text comes in as text nodes only and attributes by name: nothing in a result, however hostile,
 * is ever read as HTML.
 */

const ATTRIBUTES = new Set([
  'class',
  'id',
  'href',
  'title',
  'role',
  'scope',
  'tabindex',
  'colspan',
  'datetime',
  'open',
  'dir',
  'type',
  'download',
  'for',
  'value',
]);
const SVG = 'http://www.w3.org/2000/svg';

function append(parent, children) {
  for (const child of children.flat(Infinity)) {
    if (child != null && child !== false && child !== '') {
      parent.append(child instanceof Node ? child : document.createTextNode(String(child)));
    }
  }
  return parent;
}

/** An HTML element; `style` is an object of CSS properties, other properties are attributes; null ones are left out. */
export function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value == null || value === false) {
      continue;
    }
    if (key === 'style') {
      Object.entries(value).forEach(([property, setting]) => element.style.setProperty(property, setting));
    } else if (ATTRIBUTES.has(key) || key.startsWith('aria-')) {
      element.setAttribute(key, value === true ? '' : value);
    } else {
      throw new Error(`attribute ${key} is not for data`);
    }
  }
  return append(element, children);
}

/** An SVG element with attributes that we computed ourselves. */
export function svg(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  return append(element, children);
}

/** A name or value that a user chose: kept apart from the sentence around it, whichever way it is written. */
export const bdi = (text) => (text === '' ? el('span', { class: 'cd4ml-note' }, '(empty)') : el('bdi', { class: 'cd4ml-name' }, text));

/** An identity or a path. */
export const code = (text, title) => el('code', { title }, text);

/** Something for those who listen to the page. */
export const spoken = (text) => el('span', { class: 'cd4ml-spoken' }, text);

/** A symbol in the colour of its meaning, with the meaning as a word for those who do not see it. */
export const mark = (look) =>
  el('span', { class: `cd4ml-mark cd4ml-${look.tone}` }, el('span', { 'aria-hidden': 'true' }, look.symbol), spoken(look.word));

/** Folded until asked for. */
export const folded = (title, ...children) => el('details', { class: 'cd4ml-folded' }, el('summary', {}, title), ...children);

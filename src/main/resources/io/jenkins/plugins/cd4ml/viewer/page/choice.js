import { el } from '../sections/dom.js';

/**
 * A list to choose from.
 *
 * @param groups `{ title, options: [{ value, text }] }`; one without a title stands alone
 * @param chosen gets the value that was chosen
 */
export function choice(id, label, groups, value, chosen, { hidden = false } = {}) {
  const option = (one) => el('option', { value: one.value }, one.text);
  const select = el(
    'select',
    { id, class: 'jenkins-select__input' },
    groups.map(({ title, options }) => {
      if (!title) {
        return options.map(option);
      }
      const group = el('optgroup', {}, options.map(option));
      group.label = title;
      return group;
    }),
  );
  select.value = value;
  select.addEventListener('change', () => chosen(select.value));
  return el(
    'div',
    { class: 'cd4ml-choice' },
    el('label', { for: id, class: hidden ? 'cd4ml-spoken' : null }, label),
    el('div', { class: 'jenkins-select' }, select),
  );
}

/** Every figure of a trend, by stage. */
export const figureGroups = (stages, name) =>
  stages.map(({ title, figures }) => ({ title, options: figures.map((figure) => ({ value: figure.key, text: name(figure) })) }));

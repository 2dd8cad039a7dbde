import { el } from '../sections/dom.js';
import { count, number } from '../sections/format.js';
import { learningCurves } from '../sections/learning.js';
import { metricName } from '../sections/names.js';
import { change, drawPlots, plot } from '../sections/plot.js';
import { facts } from '../sections/table.js';

/** Figures of an epoch as a training's result has them. */
function epochOf({ epoch, train_loss: trainLoss, validation_loss: validationLoss, seconds, ...metrics }) {
  return { epoch, trainLoss, validationLoss, metrics };
}

/** What stands first among the last figures. */
const FIRST = { epoch: 'Epoch', train_loss: 'Training loss', validation_loss: 'Validation loss' };

const words = (name) => {
  const known = Object.hasOwn(FIRST, name) ? FIRST[name] : metricName(name);
  return known === name ? name.replaceAll('_', ' ') : known;
};

const inOrder = (point) => Object.entries(point).sort(([a], [b]) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
const rank = (name) => (Object.hasOwn(FIRST, name) ? Object.keys(FIRST).indexOf(name) : Infinity);

/** How far a running stage is: a bar, the last figures, curves that grow. */
export class LivePanel {
  #root;
  #echarts;
  #bar;
  #amount;
  #figures;
  #plots;
  #curves = new Map();
  #series = null;
  #points = [];

  constructor(root, echarts) {
    this.#root = root;
    this.#echarts = echarts;
    this.#amount = el('p', { class: 'cd4ml-note' });
    this.#figures = el('div');
    this.#plots = el('div', { class: 'cd4ml-grid' });
    this.#bar = el(
      'div',
      {
        class: 'app-progress-bar cd4ml-progress',
        role: 'progressbar',
        'aria-label': 'progress',
        'aria-valuemin': '0',
        'aria-valuemax': '100',
      },
      el('span'),
    );
    root.replaceChildren(this.#bar, this.#amount, this.#figures, this.#plots);
  }

  update(state) {
    if (!state.running) {
      return;
    }
    this.#progress(state);
    this.#take(state.metrics);
    const last = this.#points.at(-1);
    this.#figures.replaceChildren(...(last ? [facts(inOrder(last).map(([name, value]) => [words(name), number(value)]))] : []));
    this.#draw(this.#points.filter((point) => point.epoch != null).map(epochOf));
  }

  remove() {
    this.#root.remove();
  }

  #progress({ done, total, unit, percent }) {
    const span = this.#bar.firstElementChild;
    span.className = percent == null ? 'app-progress-bar--animate app-progress-bar--unknown' : '';
    span.style.width = percent == null ? '' : `${percent}%`;
    if (percent == null) {
      this.#bar.removeAttribute('aria-valuenow');
    } else {
      this.#bar.setAttribute('aria-valuenow', String(percent));
    }
    this.#amount.textContent = done == null ? '' : `${count(done)}${total == null ? '' : ` of ${count(total)}`} ${unit ?? ''}`;
  }

  #take({ series, points }) {
    if (series !== this.#series) {
      this.#series = series;
      this.#points = [];
    }
    this.#points.push(...points);
  }

  #draw(epochs) {
    if (epochs.length === 0 || !this.#echarts) {
      return;
    }
    for (const curve of learningCurves(epochs)) {
      const figure = this.#curves.get(curve.title);
      if (figure) {
        change(figure, curve, this.#echarts);
      } else {
        const fresh = plot(curve);
        this.#curves.set(curve.title, fresh);
        this.#plots.append(fresh);
        drawPlots(fresh, this.#echarts);
      }
    }
  }
}

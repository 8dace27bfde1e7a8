// What `show` is where the cookbook is tested: it draws nothing, and refuses what cannot be drawn.

/** @type {typeof import('./show.js').show} */
export const show = {
  async slices(lab, layers) {
    const view = lab.view(null, { layers });
    const { data } = await view.picture({ width: 64, height: 64 });
    if (data.every((byte, i) => byte === data[i % 4])) throw new Error('an empty picture');
    view.dispose();
  },
  async space(lab, layers) {
    const view = lab.view(null, { kind: 'space', layers });
    const { data } = await view.picture({ width: 64, height: 64 });
    if (data.every((byte, i) => byte === data[i % 4])) throw new Error('an empty picture');
    view.dispose();
  },
  async plot(table, { x, y, weight }) {
    for (const name of [x, y, weight])
      if (name !== undefined && !table.columnNames.includes(name))
        throw new Error(`no column ${name}`);
  },
  curve({ x, y }) {
    if (x.length < 2 || x.length !== y.length) throw new Error('no curve');
    const numbers = Array.from(x).concat(Array.from(y));
    if (numbers.some((value) => Number.isNaN(value))) throw new Error('a curve of NaN');
  },
  file(name, bytes) {
    if (bytes.length === 0) throw new Error(`${name} is empty`);
  },
};

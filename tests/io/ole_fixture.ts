type Bytes = Uint8Array<ArrayBuffer>;

const [FREE, END, FAT, DIFAT] = [0xffffffff, 0xfffffffe, 0xfffffffd, 0xfffffffc];
const MINI = 64;
const CUTOFF = 4096;

interface OleOptions {
  readonly version?: 3 | 4;
  /** Sectors of long streams one in turn, so that no two that follow each other touch. */
  readonly scattered?: boolean;
}

interface Node {
  readonly name: string;
  readonly children: Node[];
  readonly data: Bytes | undefined;
  left: number;
  right: number;
  child: number;
  start: number;
}

/** An OLE compound file ([MS-CFB]) of streams by their paths. */
export function oleFile(
  name: string,
  streams: Readonly<Record<string, Bytes>>,
  { version = 3, scattered = false }: OleOptions = {},
): File {
  const sector = version === 4 ? 4096 : 512;
  const nodes = treeOf(streams);
  const sectors: Bytes[] = [];
  const table: number[] = [];
  const chain = (data: Bytes): number => {
    const numbers: number[] = [];
    for (let at = 0; at < data.length; at += sector) {
      const part = new Uint8Array(sector);
      part.set(data.subarray(at, at + sector));
      numbers.push(sectors.push(part) - 1);
    }
    link(table, numbers);
    return numbers[0] ?? END;
  };

  const long = nodes.filter(({ data }) => data !== undefined && data.length >= CUTOFF);
  if (scattered) scatter(long, sectors, table, sector);
  else for (const node of long) node.start = chain(node.data!);
  const miniTable: number[] = [];
  const minis: Bytes[] = [];
  for (const node of nodes) {
    if (node.data === undefined || node.data.length >= CUTOFF) continue;
    const first = minis.length;
    for (let at = 0; at < node.data.length; at += MINI) {
      const part = new Uint8Array(MINI);
      part.set(node.data.subarray(at, at + MINI));
      minis.push(part);
    }
    const numbers = Array.from({ length: minis.length - first }, (_, i) => first + i);
    link(miniTable, numbers);
    node.start = numbers[0] ?? END;
  }
  const miniStream = joined(minis);
  const miniStart = chain(miniStream);
  nodes[0]!.start = miniStart;
  const miniFat = chain(words(miniTable, sector));
  const directory = chain(directoryOf(nodes, miniStream.length, sector));

  const perSector = sector / 4;
  let [fats, difats] = [0, 0];
  for (let total = -1; total !== sectors.length + fats + difats;) {
    total = sectors.length + fats + difats;
    fats = Math.ceil(total / perSector);
    difats = Math.ceil(Math.max(0, fats - 109) / (perSector - 1));
  }
  const fatNumbers = Array.from({ length: fats }, (_, i) => sectors.length + i);
  const difatNumbers = Array.from({ length: difats }, (_, i) => sectors.length + fats + i);
  for (const number of fatNumbers) table[number] = FAT;
  for (const number of difatNumbers) table[number] = DIFAT;
  sectors.push(...cut(words(table, sector), sector));
  difatNumbers.forEach((_, i) => {
    const own = fatNumbers.slice(109 + i * (perSector - 1), 109 + (i + 1) * (perSector - 1));
    while (own.length < perSector - 1) own.push(FREE);
    sectors.push(words([...own, difatNumbers[i + 1] ?? END], sector));
  });

  const head = new DataView(new ArrayBuffer(sector));
  [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1].forEach((byte, i) => {
    head.setUint8(i, byte);
  });
  head.setUint16(24, 0x3e, true);
  head.setUint16(26, version, true);
  head.setUint16(28, 0xfffe, true);
  head.setUint16(30, version === 4 ? 12 : 9, true);
  head.setUint16(32, 6, true);
  const directorySectors = Math.ceil((nodes.length * 128) / sector);
  head.setUint32(40, version === 4 ? directorySectors : 0, true);
  head.setUint32(44, fats, true);
  head.setUint32(48, directory, true);
  head.setUint32(56, CUTOFF, true);
  head.setUint32(60, miniFat, true);
  head.setUint32(64, Math.ceil(miniTable.length / perSector), true);
  head.setUint32(68, difatNumbers[0] ?? END, true);
  head.setUint32(72, difats, true);
  for (let i = 0; i < 109; i++) head.setUint32(76 + 4 * i, fatNumbers[i] ?? FREE, true);
  return new File([head.buffer, ...sectors], name);
}

function scatter(nodes: readonly Node[], sectors: Bytes[], table: number[], sector: number): void {
  const numbers: number[][] = nodes.map(() => []);
  const most = Math.max(...nodes.map(({ data }) => data!.length));
  for (let at = 0; at < most; at += sector)
    nodes.forEach(({ data }, i) => {
      if (at >= data!.length) return;
      const part = new Uint8Array(sector);
      part.set(data!.subarray(at, at + sector));
      numbers[i]!.push(sectors.push(part) - 1);
    });
  nodes.forEach((node, i) => {
    link(table, numbers[i]!);
    node.start = numbers[i]![0]!;
  });
}

function link(table: number[], numbers: readonly number[]): void {
  numbers.forEach((number, i) => {
    table[number] = numbers[i + 1] ?? END;
  });
}

/** All entries, the root first; those of a folder are a balanced tree, in the format's order. */
function treeOf(streams: Readonly<Record<string, Bytes>>): Node[] {
  const node = (name: string, data?: Bytes): Node => ({
    name,
    children: [],
    data,
    left: FREE,
    right: FREE,
    child: FREE,
    start: 0,
  });
  const root = node('Root Entry');
  const nodes = [root];
  const folders = new Map<string, Node>([['', root]]);
  for (const [path, data] of Object.entries(streams)) {
    const cutAt = path.lastIndexOf('/');
    const folder = path.slice(0, Math.max(0, cutAt));
    let parent = folders.get(folder);
    if (parent === undefined) {
      parent = node(folder);
      root.children.push(parent);
      folders.set(folder, parent);
      nodes.push(parent);
    }
    const child = node(path.slice(cutAt + 1), data);
    parent.children.push(child);
    nodes.push(child);
  }
  const numbers = new Map(nodes.map((entry, i) => [entry, i]));
  const balance = (children: readonly Node[]): number => {
    if (children.length === 0) return FREE;
    const middle = children.length >> 1;
    const top = children[middle]!;
    top.left = balance(children.slice(0, middle));
    top.right = balance(children.slice(middle + 1));
    return numbers.get(top)!;
  };
  for (const entry of nodes)
    entry.child = balance(
      entry.children.toSorted(
        (a, b) =>
          a.name.length - b.name.length || (a.name.toUpperCase() < b.name.toUpperCase() ? -1 : 1),
      ),
    );
  return nodes;
}

function directoryOf(nodes: readonly Node[], miniBytes: number, sector: number): Bytes {
  const view = new DataView(new ArrayBuffer(Math.ceil((nodes.length * 128) / sector) * sector));
  for (let at = 0; at < view.byteLength; at += 128)
    for (const link of [68, 72, 76]) view.setUint32(at + link, FREE, true);
  nodes.forEach((node, i) => {
    const at = i * 128;
    Array.from(node.name).forEach((letter, n) => {
      view.setUint16(at + 2 * n, letter.charCodeAt(0), true);
    });
    view.setUint16(at + 64, (node.name.length + 1) * 2, true);
    view.setUint8(at + 66, i === 0 ? 5 : node.data === undefined ? 1 : 2);
    view.setUint8(at + 67, 1);
    view.setUint32(at + 68, node.left, true);
    view.setUint32(at + 72, node.right, true);
    view.setUint32(at + 76, node.child, true);
    view.setUint32(at + 116, node.start, true);
    view.setUint32(at + 120, i === 0 ? miniBytes : (node.data?.length ?? 0), true);
  });
  return new Uint8Array(view.buffer);
}

function words(values: readonly number[], sector: number): Bytes {
  const size = Math.ceil((values.length * 4) / sector) * sector;
  const view = new DataView(new ArrayBuffer(size));
  for (let i = 0; i < size / 4; i++) view.setUint32(4 * i, values[i] ?? FREE, true);
  return new Uint8Array(view.buffer);
}

function cut(bytes: Bytes, size: number): Bytes[] {
  return Array.from({ length: bytes.length / size }, (_, i) =>
    bytes.slice(i * size, (i + 1) * size),
  );
}

function joined(parts: readonly Bytes[]): Bytes {
  const out = new Uint8Array(parts.length * MINI);
  parts.forEach((part, i) => {
    out.set(part, i * MINI);
  });
  return out;
}

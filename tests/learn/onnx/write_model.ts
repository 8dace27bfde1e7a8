// Writes tiny ONNX models: protocol buffers of the messages that tests need.

/** A tensor of a model: its shape, and f32 or i64 values. */
export interface ModelTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly floats?: readonly number[];
  readonly integers?: readonly number[];
}

/** The value of a node's attribute; integers are told from floats by `{ float }`. */
export type Attribute = number | readonly number[] | string | { readonly float: number };

/** A node of a model. */
export interface ModelNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly name?: string;
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

/** An input or output: its name, its axes (a number, or a name where any length fits). */
export interface ModelValue {
  readonly name: string;
  readonly shape: readonly (number | string)[];
  /** The code of its type; default 1, f32. 10 is f16. */
  readonly type?: number;
}

/** What a model is made of. */
export interface ModelParts {
  readonly nodes: readonly ModelNode[];
  readonly inputs: readonly ModelValue[];
  readonly outputs: readonly ModelValue[];
  readonly weights?: readonly ModelTensor[];
}

const FLOAT = 1;
const INTEGER = 7;

/** A model as the bytes of an `.onnx` file, of operator set 17. */
export function writeModel({ nodes, inputs, outputs, weights = [] }: ModelParts) {
  const graph = [
    ...nodes.map((node) => part(1, nodeBytes(node))),
    part(2, text('tests')),
    ...weights.map((tensor) => part(5, tensorBytes(tensor))),
    ...inputs.map((value) => part(11, valueBytes(value))),
    ...outputs.map((value) => part(12, valueBytes(value))),
  ].flat();
  return Uint8Array.from([
    ...whole(1, 8),
    ...part(2, text('voxmetry tests')),
    ...part(7, graph),
    ...part(8, [...part(1, []), ...whole(2, 17)]),
  ]);
}

function nodeBytes({ op, inputs, outputs, name = op, attributes = {} }: ModelNode): number[] {
  return [
    ...inputs.flatMap((each) => part(1, text(each))),
    ...outputs.flatMap((each) => part(2, text(each))),
    ...part(3, text(name)),
    ...part(4, text(op)),
    ...Object.entries(attributes).flatMap(([key, value]) =>
      part(5, [...part(1, text(key)), ...attributeBytes(value)]),
    ),
  ];
}

function attributeBytes(value: Attribute): number[] {
  if (typeof value === 'string') return [...part(4, text(value)), ...whole(20, 3)];
  if (typeof value === 'number') return [...whole(3, value), ...whole(20, 2)];
  if ('float' in value) return [(2 << 3) | 5, ...float(value.float), ...whole(20, 1)];
  return [...value.flatMap((each) => whole(8, each)), ...whole(20, 7)];
}

function tensorBytes({ name, dims, floats, integers }: ModelTensor): number[] {
  const values =
    integers === undefined
      ? [...whole(2, FLOAT), ...part(4, floats!.flatMap(float))]
      : [...whole(2, INTEGER), ...part(7, integers.flatMap(varint))];
  return [...dims.flatMap((dim) => whole(1, dim)), ...values, ...part(8, text(name))];
}

function valueBytes({ name, shape, type = FLOAT }: ModelValue): number[] {
  const dims = shape.flatMap((dim) =>
    part(1, typeof dim === 'number' ? whole(1, dim) : part(2, text(dim))),
  );
  const tensor = [...whole(1, type), ...part(2, dims)];
  return [...part(1, text(name)), ...part(2, part(1, tensor))];
}

function text(value: string): number[] {
  return [...new TextEncoder().encode(value)];
}

function float(value: number): number[] {
  return [...new Uint8Array(Float32Array.of(value).buffer)];
}

/** A field of bytes. */
function part(field: number, bytes: readonly number[]): number[] {
  return [...varint((field << 3) | 2), ...varint(bytes.length), ...bytes];
}

/** A field of an integer. */
function whole(field: number, value: number): number[] {
  return [...varint(field << 3), ...varint(value)];
}

/** Seven bits a byte, the lowest first; negative numbers have 64 bits. */
function varint(value: number): number[] {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  while (rest >= 128n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  return [...bytes, Number(rest)];
}

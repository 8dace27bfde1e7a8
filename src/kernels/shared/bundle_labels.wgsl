// Labels of the 32 columns of a bundle's word, from its nodes and their roots. Reads what its kernels bind: `parents`.
#import bundles

// The labels of columns, four at a time.
struct ColumnLabels { a: vec4u, b: vec4u, c: vec4u, d: vec4u, e: vec4u, f: vec4u, g: vec4u, h: vec4u }

// The labels where a bit of a nibble is set, 0 elsewhere.
fn where_set(labels: vec4u, bits: u32) -> vec4u {
  return select(vec4u(), labels, (vec4u(bits) & vec4u(1u, 2u, 4u, 8u)) != vec4u());
}

// The label of a node: its root's entry holds it.
fn label_of(number: u32) -> u32 {
  let entry = parents[number];
  if ((entry & ROOT) != 0u) { return entry & ~ROOT; }
  return parents[entry] & ~ROOT;
}

fn column_labels(bundle: vec3i, rows: vec4u) -> ColumnLabels {
  var labels = ColumnLabels();
  let starts = node_starts(rows);
  for (var open = starts; open != 0u; open &= open - 1u) {
    let node = node_at(starts, lowest_bit(open));
    let label = vec4u(label_of(node_number(bundle, rows, node)));
    labels.a |= where_set(label, node);
    labels.b |= where_set(label, node >> 4u);
    labels.c |= where_set(label, node >> 8u);
    labels.d |= where_set(label, node >> 12u);
    labels.e |= where_set(label, node >> 16u);
    labels.f |= where_set(label, node >> 20u);
    labels.g |= where_set(label, node >> 24u);
    labels.h |= where_set(label, node >> 28u);
  }
  return labels;
}

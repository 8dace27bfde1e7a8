// Order of the frequencies in a line after a number-theoretic transform (decimation in frequency). Opposite
// frequencies, k and −k, lie within the ranges 0, 1, 2 … 3, 4 … 7, … up to `block`, and within what is behind it, each
// range read from its other end; so do groups of four, of which one of two opposite ones is selected.

// The largest power of two not above n, at least 1.
fn leading(n: u32) -> u32 { return 1u << firstLeadingBit(max(n, 1u)); }

fn opposite(i: u32, length: u32, block: u32) -> u32 {
  let near = select(3u * leading(i) - 1u - i, 0u, i == 0u);
  return select(near, length + block - 1u - i, i >= block);
}

// The four of a selected one, and the other way round.
fn selected_four(h: u32, block: u32) -> u32 {
  return select(h - 1u + min(leading(h - 1u), block / 8u), h, h < 2u);
}
fn selection_of(four: u32, block: u32) -> u32 {
  return select(four + 1u - min(leading(four) / 2u, block / 8u), four, four < 2u);
}

// Numbers at opposite frequencies, read from the opposite four.
fn turned(numbers: vec4u, four: u32) -> vec4u { return select(numbers.wzyx, numbers.xywz, four == 0u); }

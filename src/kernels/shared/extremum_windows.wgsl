// Running extremum (van Herk, Gil and Werman) along y or z, of columns of keys. The kernel says what it owns of a
// column: Keys, of which most() gives the greater ones, keys_at(column, i) and store(word, keys); and border_key(), of
// the constant outside. Uses the kernel's Params and constants.

// The radius where it is 1 or 2; 3 for all larger ones.
const FAR = 3u;

// The constant joins the windows that reach outside.
fn with_border(keys: Keys, place: i32) -> Keys {
  let r = i32(params.radius);
  if (CONSTANT == 1u && (place < r || place + r >= i32(params.dst.volume_size[AXIS]))) {
    return most(keys, border_key());
  }
  return keys;
}

// Radius 1 and 2, walking along the axis: a window is made of pairs of neighbours and of the one that enters.
fn walk(column: u32, i: i32, word: u32, stride: u32, stored: u32, place: i32) {
  let r = i32(NEAR);
  var last = keys_at(column, i + r - 1);
  // Pairs that start at k − 2 … k, of which radius 1 takes the one at k − 1 only.
  var pair0 = Keys();
  var pair1 = most(keys_at(column, i - 1), keys_at(column, i));
  var pair2 = Keys();
  if (NEAR == 2u) {
    pair0 = most(keys_at(column, i - 2), keys_at(column, i - 1));
    pair2 = most(keys_at(column, i), last);
  }
  for (var k = 0; k < i32(BLOCK); k++) {
    let next = keys_at(column, i + k + r);
    let pair = most(last, next);
    var found = most(pair1, next);
    if (NEAR == 2u) { found = most(most(pair0, pair2), next); }
    if (u32(k) < stored) {
      store(word + u32(k) * stride, with_border(found, place + k));
    }
    if (NEAR == 2u) {
      pair0 = pair1;
      pair1 = pair2;
      pair2 = pair;
    } else {
      pair1 = pair;
    }
    last = next;
  }
}

// Larger radii, for four windows of a column at a time: what van Herk, Gil and Werman share. All four windows hold the
// core. Suffix extrema (from the end of what lies before the core) and prefix extrema (from the start of what lies
// after it) complete them.
fn share(column: u32, i: i32, word: u32, stride: u32, stored: u32, place: i32) {
  let r = i32(params.radius);
  var core = keys_at(column, i + r);
  for (var j = i + 3 - r; j < i + r; j++) { core = most(core, keys_at(column, j)); }
  let before2 = keys_at(column, i + 2 - r);
  let before1 = most(before2, keys_at(column, i + 1 - r));
  let before0 = most(before1, keys_at(column, i - r));
  let after1 = keys_at(column, i + r + 1);
  let after2 = most(after1, keys_at(column, i + r + 2));
  let after3 = most(after2, keys_at(column, i + r + 3));
  store(word, with_border(most(core, before0), place));
  if (stored > 1u) {
    store(word + stride, with_border(most(core, most(before1, after1)), place + 1));
  }
  if (stored > 2u) {
    store(word + 2u * stride, with_border(most(core, most(before2, after2)), place + 2));
  }
  if (stored > 3u) { store(word + 3u * stride, with_border(most(core, after3), place + 3)); }
}

// Stores as many windows of a column as the radius asks for, of which at most `stored` exist.
fn windows(column: u32, i: i32, word: u32, stride: u32, stored: u32, place: i32) {
  if (NEAR < FAR) { walk(column, i, word, stride, stored, place); } else { share(column, i, word, stride, stored, place); }
}

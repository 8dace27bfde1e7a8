#import red_black
// Values of a coarse level: the unknowns of a cell in `z`, which kernels bind.
fn value_at(p: vec3u) -> vec4f {
  let place = place_in(params.size, p);
  var values = vec4f();
  for (var i = 0u; i < LAYERS; i++) { values[i] = z[place * LAYERS + i]; }
  return values;
}

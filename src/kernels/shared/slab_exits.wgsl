// Where a path leaves a slab: a bit that says that it does, one that says upwards (along z), and the pixel of the slice
// behind that face at which it arrives.
const LEAVES = 0x80000000u; // export SLAB_LEAVES
const UPWARDS = 0x40000000u; // export SLAB_UPWARDS
const PIXEL = 0x3fffffffu;

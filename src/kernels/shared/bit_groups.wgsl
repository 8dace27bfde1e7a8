// Voxels of a row that one word of a bit plane stands for, without the 4 on either side.
const GROUP = 24u; // export PLANE_GROUP

/** 32 even bits from a place: murmur3's finaliser over both coordinates and a salt. */
export function hashPlace(x: i32, y: i32, salt: i32): i32 {
  let value = (x * 0x9e3779b1) ^ (y * 0x85ebca77) ^ (salt * 0xc2b2ae3d);
  value = (value ^ (value >>> 16)) * 0x85ebca6b;
  value = (value ^ (value >>> 13)) * 0xc2b2ae35;
  return value ^ (value >>> 16);
}

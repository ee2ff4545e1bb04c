// Internal parts of the kernels. The build compiles the modules beside this folder, and what they import.

/** Four bytes as whole numbers. */
export function loadFour(from: usize): v128 {
  return i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(from)));
}

/** Four bytes as floats: the samples of a pixel. */
export function loadPixel(from: usize): v128 {
  return f32x4.convert_i32x4_u(loadFour(from));
}

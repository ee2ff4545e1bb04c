// Pictures compared as SSIMULACRA 2.1 does (tools/ssimulacra2.cc of libjxl): rows of planes of floats.

/** Fills bytes with zeros. */
export function clear(at: usize, count: i32): void {
  memory.fill(at, 0, count);
}

/** The product of two rows of `count` samples. */
export function multiplyRows(into: usize, one: usize, other: usize, count: i32): void {
  const end = into + count * 4;
  for (; into < end; into += 16, one += 16, other += 16) {
    v128.store(into, f32x4.mul(v128.load(one), v128.load(other)));
  }
}

// lib/jxl/cms/opsin_params.h: the bias of what the three kinds of cones take in, and its cube root.
const BIAS: f32 = 0.0037930732552754493;
const BIAS_ROOT: f32 = 0.15595420054924863;

/** The cube root to seven digits, for numbers from 0.003 to 2: a third of the exponent, then two steps of Newton's. */
function root(value: v128): v128 {
  const third = f32x4.splat(<f32>(1.0 / 3.0));
  const bits = i32x4.trunc_sat_f32x4_s(f32x4.mul(f32x4.convert_i32x4_s(value), third));
  let guess = i32x4.add(bits, i32x4.splat(709921077));
  for (let step = 0; step < 2; step++) {
    const twice = f32x4.add(guess, guess);
    guess = f32x4.mul(f32x4.add(twice, f32x4.div(value, f32x4.mul(guess, guess))), third);
  }
  return guess;
}

/** The answer of one kind of cones to light that is mixed so. */
function cones(red: v128, green: v128, blue: v128, r: f32, g: f32, b: f32): v128 {
  const mixed = f32x4.add(
    f32x4.add(f32x4.mul(red, f32x4.splat(r)), f32x4.mul(green, f32x4.splat(g))),
    f32x4.add(f32x4.mul(blue, f32x4.splat(b)), f32x4.splat(BIAS)),
  );
  return f32x4.sub(root(mixed), f32x4.splat(BIAS_ROOT));
}

/**
 * Linear light, 0…1, as the planes that are compared, in place: XYB brought to 0…1, with blue as its difference from
 * brightness. The mix is that of opsin_params.h.
 */
export function toXyb(red: usize, green: usize, blue: usize, count: i32): void {
  const end = red + count * 4;
  const half = f32x4.splat(0.5);
  for (; red < end; red += 16, green += 16, blue += 16) {
    const r = v128.load(red);
    const g = v128.load(green);
    const b = v128.load(blue);
    const long = cones(r, g, b, 0.3, 0.622, 0.078);
    const middle = cones(r, g, b, 0.23, 0.692, 0.078);
    const short = cones(r, g, b, 0.24342268924547819, 0.20476744424496821, 0.551809866509554);
    const bright = f32x4.mul(f32x4.add(long, middle), half);
    const apart = f32x4.mul(f32x4.sub(long, middle), half);
    v128.store(red, f32x4.add(f32x4.mul(apart, f32x4.splat(14)), f32x4.splat(0.42)));
    v128.store(green, f32x4.add(bright, f32x4.splat(0.01)));
    v128.store(blue, f32x4.add(f32x4.sub(short, bright), f32x4.splat(0.55)));
  }
}

/** Keeps the structure term stable where there is almost no variance. */
const C2: f32 = 0.0009;

/** The sum of four lanes. */
function total(lanes: v128): f64 {
  const first = <f64>f32x4.extract_lane(lanes, 0) + <f64>f32x4.extract_lane(lanes, 1);
  return first + (<f64>f32x4.extract_lane(lanes, 2) + <f64>f32x4.extract_lane(lanes, 3));
}

function fourth(value: v128): v128 {
  const square = f32x4.mul(value, value);
  return f32x4.mul(square, square);
}

function addTo(sum: usize, lanes: v128): void {
  store<f64>(sum, load<f64>(sum) + total(lanes));
}

/**
 * Adds a row to six sums, doubles: how much structure differs, edges that are new and edges that are lost; then the fourth
 * powers of these. `one` and `other` are the rows that are compared; `blurs` are addresses of more rows: the mean of each, the
 * mean of the square of each, and that of their product.
 */
export function compareRow(sums: usize, one: usize, other: usize, blurs: usize, count: i32): void {
  const means1 = <usize>load<u32>(blurs);
  const means2 = <usize>load<u32>(blurs, 4);
  const squares1 = <usize>load<u32>(blurs, 8);
  const squares2 = <usize>load<u32>(blurs, 12);
  const products = <usize>load<u32>(blurs, 16);
  const unit = f32x4.splat(1);
  const none = f32x4.splat(0);
  const c2 = f32x4.splat(C2);
  let structures = none;
  let structures4 = none;
  let added = none;
  let added4 = none;
  let lost = none;
  let lost4 = none;
  for (let at: usize = 0, left = count; left > 0; at += 16, left -= 4) {
    const there = i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(left));
    const u = v128.load(means1 + at);
    const v = v128.load(means2 + at);
    const apart = f32x4.sub(u, v);
    const shared = f32x4.sub(v128.load(products + at), f32x4.mul(u, v));
    const alike = f32x4.add(f32x4.add(shared, shared), c2);
    const own = f32x4.sub(v128.load(squares1 + at), f32x4.mul(u, u));
    const its = f32x4.sub(v128.load(squares2 + at), f32x4.mul(v, v));
    const near = f32x4.mul(f32x4.sub(unit, f32x4.mul(apart, apart)), alike);
    const ratio = f32x4.div(near, f32x4.add(f32x4.add(own, its), c2));
    const structure = v128.and(f32x4.max(none, f32x4.sub(unit, ratio)), there);
    structures = f32x4.add(structures, structure);
    structures4 = f32x4.add(structures4, fourth(structure));
    const before = f32x4.add(unit, f32x4.abs(f32x4.sub(v128.load(one + at), u)));
    const after = f32x4.add(unit, f32x4.abs(f32x4.sub(v128.load(other + at), v)));
    const edge = v128.and(f32x4.sub(f32x4.div(after, before), unit), there);
    const more = f32x4.max(edge, none);
    const less = f32x4.max(f32x4.neg(edge), none);
    added = f32x4.add(added, more);
    added4 = f32x4.add(added4, fourth(more));
    lost = f32x4.add(lost, less);
    lost4 = f32x4.add(lost4, fourth(less));
  }
  addTo(sums, structures);
  addTo(sums + 8, added);
  addTo(sums + 16, lost);
  addTo(sums + 24, structures4);
  addTo(sums + 32, added4);
  addTo(sums + 40, lost4);
}

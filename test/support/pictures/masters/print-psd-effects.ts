/** A value of a descriptor for tests: `enum` and `long` by themselves, numbers as doubles. */
export type TestValue =
  | boolean
  | number
  | { readonly unit: number }
  | { readonly enum: string }
  | { readonly long: number }
  | { readonly list: readonly TestValue[] }
  | TestObject;
interface TestObject {
  readonly [key: string]: TestValue;
}

export const unit = (value: number): TestValue => ({ unit: value });
export const rgb = (r: number, g: number, b: number): TestObject => ({ 'Rd  ': r, 'Grn ': g, 'Bl  ': b });

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
/** Keys of four letters have no length. */
const key = (name: string): Buffer => Buffer.concat([u32(name.length === 4 ? 0 : name.length), latin(name)]);
function double(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes;
}

const isOf = <K extends string>(value: object, name: K): value is Record<K, never> =>
  name in value && Object.keys(value).length === 1;

function printValue(value: TestValue): Buffer {
  if (typeof value === 'boolean') return Buffer.concat([latin('bool'), Buffer.from([value ? 1 : 0])]);
  if (typeof value === 'number') return Buffer.concat([latin('doub'), double(value)]);
  if (isOf(value, 'unit')) return Buffer.concat([latin('UntF#Pxl'), double(value.unit)]);
  if (isOf(value, 'enum')) return Buffer.concat([latin('enum'), key('Type'), key(value.enum)]);
  if (isOf(value, 'list')) {
    const values = value.list as readonly TestValue[];
    return Buffer.concat([latin('VlLs'), u32(values.length), ...values.map(printValue)]);
  }
  if (isOf(value, 'long')) return Buffer.concat([latin('long'), u32(value.long)]);
  return Buffer.concat([latin('Objc'), printDescriptor(value as TestObject)]);
}

/** A descriptor as Photoshop writes it. */
export function printDescriptor(object: TestObject): Buffer {
  const entries = Object.entries(object);
  return Buffer.concat([
    u32(0),
    key('null'),
    u32(entries.length),
    ...entries.flatMap(([name, value]) => [key(name), printValue(value)]),
  ]);
}

/** The block of the effects of a layer, by the keys of Photoshop. */
export function printEffects(effects: TestObject): Buffer {
  return Buffer.concat([u32(0), u32(16), printDescriptor({ 'Scl ': unit(100), masterFXSwitch: true, ...effects })]);
}

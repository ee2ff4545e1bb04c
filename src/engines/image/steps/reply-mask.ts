import type { ReplyStep } from './step.ts';

/** `req=mask`: how opaque the picture is, as gray pixels; white where it hides all that is below it. */
export const replyMask: ReplyStep<'replyMask'> = (picture) => {
  const { data, width, height, channels } = picture;
  const gray = new Uint8Array(width * height * 3).fill(255);
  if (channels === 4) for (let i = 0; i < width * height; i++) gray.fill(data[4 * i + 3] ?? 0, 3 * i, 3 * i + 3);
  return { data: gray, width, height, channels: 3 };
};

// Masters come from anywhere: a playlist or a reference inside one could make ffmpeg open other files or the network.
// So nothing but the file itself is opened, and only by demuxers of files that hold their pictures themselves: no HLS,
// DASH, concat, image sequences.
const PROTOCOLS = 'file,pipe';
const DEMUXERS = [
  ...['mov', 'mp4', 'm4a', '3gp', '3g2', 'mj2', 'matroska', 'webm', 'avi', 'mpeg', 'mpegvideo', 'mpegts', 'mpegtsraw'],
  ...['ogg', 'flv', 'live_flv', 'asf', 'asf_o', 'mxf', 'mxf_opatom', 'm4v', 'h264', 'hevc', 'obu', 'ivf'],
];

const SOUND_DEMUXERS = ['mp3', 'wav', 'flac', 'aac', 'mov', 'mp4', 'm4a', '3gp', '3g2', 'mj2', 'ogg'];

/** Input options for a sidecar audio file. */
export const SOUND_INPUT = ['-protocol_whitelist', PROTOCOLS, '-format_whitelist', SOUND_DEMUXERS.join(',')] as const;

/** Options before the file of a clip; ffprobe takes them too. */
export const INPUT_WHITELISTS = ['-protocol_whitelist', PROTOCOLS, '-format_whitelist', DEMUXERS.join(',')] as const;

/** A path as an address: a colon in it would make it another protocol. */
export function fileAddress(file: string): string {
  return `file:${file}`;
}

/** The JSON that ffprobe prints, as far as we read it. Whatever it says may be missing: the file is a stranger's. */
export interface ProbeAnswer {
  readonly streams?: readonly ProbeStream[];
  readonly format?: {
    readonly duration?: string;
    readonly size?: string;
    readonly format_name?: string;
    readonly start_time?: string;
    readonly tags?: Readonly<Record<string, string>>;
  };
  readonly chapters?: readonly ProbeChapter[];
}

export interface ProbeChapter {
  readonly start_time?: string;
  readonly end_time?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface ProbeStream {
  readonly index: number;
  readonly codec_type?: string;
  readonly codec_name?: string;
  readonly width?: number;
  readonly height?: number;
  readonly sample_aspect_ratio?: string;
  readonly pix_fmt?: string;
  readonly bits_per_raw_sample?: string;
  readonly field_order?: string;
  readonly color_transfer?: string;
  readonly color_space?: string;
  readonly color_primaries?: string;
  readonly start_time?: string;
  readonly r_frame_rate?: string;
  readonly avg_frame_rate?: string;
  readonly duration?: string;
  readonly bit_rate?: string;
  readonly nb_read_packets?: string;
  readonly channels?: number;
  readonly sample_rate?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly disposition?: Readonly<Record<string, number>>;
  readonly side_data_list?: readonly Readonly<Record<string, string | number>>[];
}

/** `op_noise`: amount in percent of the full range; monochrome = the same for all colours. */
export interface Noise {
  readonly amount: number;
  readonly distribution: 'uniform' | 'gaussian';
  readonly monochrome: boolean;
}

/** The sentence about a picture that is damaged in parts, which a decoder went on behind. `said` = what that said of it. */
export const damageRemark = (whose: string, said: string): string =>
  `${whose} is damaged in parts, which are shown as they came (${said}): look at what was made of it, and export or upload it again.`;

/** The sentence about a master that is. */
export const masterDamage = (said: string): string => damageRemark('The master', said);

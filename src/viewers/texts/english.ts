/** Every text of the viewers, by the name that Dynamic Media has for it where it has one. */
export const ENGLISH = {
  'Zoom.LABEL': 'Zoom viewer',
  'Flyout.LABEL': 'Magnifier',
  'Spin.LABEL': 'Spin viewer',
  'Carousel.LABEL': 'Carousel',
  'Media.LABEL': 'Media viewer',
  'Video.LABEL': 'Video',
  'Panorama.LABEL': 'Panorama',
  'Banner.LABEL': 'Banner',
  'Gallery.LABEL': 'Gallery',
  'Picture.LABEL': 'Picture',
  'ZoomView.ROLE_DESCRIPTION': 'zoomable picture',
  'ZoomView.USAGE_HINT': 'Use plus and minus to zoom, arrow keys to move, Escape to go back.',
  'SpinView.ROLE_DESCRIPTION': 'turning picture',
  'SpinView.USAGE_HINT': 'Use arrow keys to turn, plus to zoom.',
  'PanoramicView.ROLE_DESCRIPTION': 'panorama',
  'PanoramicView.USAGE_HINT': 'Use arrow keys to look around, plus and minus to zoom.',
  'CarouselView.ROLE_DESCRIPTION': 'carousel',
  'Slide.ROLE_DESCRIPTION': 'slide',
  'ZoomInButton.TOOLTIP': 'Zoom in',
  'ZoomOutButton.TOOLTIP': 'Zoom out',
  'ZoomResetButton.TOOLTIP': 'Reset zoom',
  'FullScreenButton.TOOLTIP_SELECTED': 'Full screen',
  'FullScreenButton.TOOLTIP_UNSELECTED': 'Leave full screen',
  'CloseButton.TOOLTIP': 'Close',
  'SpinLeftButton.TOOLTIP': 'Turn left',
  'SpinRightButton.TOOLTIP': 'Turn right',
  'PanLeftButton.TOOLTIP': 'Previous slide',
  'PanRightButton.TOOLTIP': 'Next slide',
  'PlayPauseButton.TOOLTIP_SELECTED': 'Stop the slides',
  'PlayPauseButton.TOOLTIP_UNSELECTED': 'Start the slides',
  'Play.TOOLTIP': 'Play',
  'Pause.TOOLTIP': 'Pause',
  'Swatches.LABEL': 'Views',
  'Swatches.ITEM': 'View {0} of {1}',
  'InteractiveSwatches.LABEL': 'Seen in this clip',
  'SetIndicator.LABEL': 'Slides',
  'SetIndicator.ITEM': 'Slide {0} of {1}',
  'SpinView.VALUE': 'Frame {0} of {1}',
  'Flyout.TIP': 'Move over the picture to magnify it',
  'Gallery.ITEM': 'Open picture {0} of {1}',
} as const;

/** The name of a text. */
export type TextKey = keyof typeof ENGLISH;

/** Texts of one language; what is missing is English. */
export type Texts = Readonly<Partial<Record<TextKey, string>>>;

import type { Words } from '..';

export const files: Words['files'] = {
  title: 'Attached files',
  whoSees: 'Whoever may see the petition may see these files. Where a photo was taken, and whose phone it was, is left out when it is sent.',
  before: 'Attach before you answer or pass it on: from then on the file goes with the petition and cannot be taken away.',
  add: 'Attach a file',
  photo: 'Take a photo',
  taken: (kinds, size, more) => `${kinds}, up to ${size} each, ${more} more.`,
  size: (bytes) => {
    const [number, unit] = bytes < 1_048_576 ? [Math.max(1, Math.round(bytes / 1024)), 'KB'] : [bytes / 1_048_576, 'MB'];
    return `${Intl.NumberFormat('en', { maximumFractionDigits: 1 }).format(number as number)} ${unit}`;
  },
  sending: (name, percent) => `Sending ${name}: ${percent}%`,
  checking: (name) => `${name} was sent and is being checked…`,
  sent: (name) => `${name} is attached.`,
  tooLarge: (name, most) => `${name} is larger than ${most}. Take the photo or scan smaller, or split it into several files.`,
  again: 'Send again', forget: 'Leave it out',
  show: 'Show', hide: 'Hide', download: 'Download', remove: 'Take away',
  removeAsk: (name) => `Take away ${name}?`,
  removeText: 'The name is gone at once, the content is deleted from the store a little later. The story still says that a file was taken away.',
  removed: (name) => `${name} was taken away.`,
};

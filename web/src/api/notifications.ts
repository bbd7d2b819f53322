import type { components } from './generated/notifications';

export type { paths as NotificationsPaths } from './generated/notifications';
export type InboxItem = components['schemas']['ItemOut'];

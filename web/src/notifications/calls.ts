import { data, keyed, notifications } from '../api/http';

export const fetchInbox = (onlyNew: boolean, cursor: string | null) => data(notifications.GET('/api/notifications/v1/inbox', { params: { query: { unread: onlyNew, cursor } } }));
export const fetchUnread = () => data(notifications.GET('/api/notifications/v1/unread'));
export const readItem = (id: string) => data(notifications.POST('/api/notifications/v1/inbox/{item_id}/read', { params: { path: { item_id: id } }, headers: keyed(crypto.randomUUID()) }));
export const readAll = (key: string) => data(notifications.POST('/api/notifications/v1/inbox/read-all', { headers: keyed(key) }));

//! A folder of pages to a [`DocSet`](self).

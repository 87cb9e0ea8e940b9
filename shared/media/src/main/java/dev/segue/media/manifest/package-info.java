/**
 * Our own writers of HLS playlists (RFC 8216bis) and the MPEG-DASH manifest (ISO/IEC 23009-1): pure functions from facts about
 * renditions to text, so that the same facts always give the same bytes. They know no store and no keys; names come in through
 * {@link dev.segue.media.manifest.TrackNames}.
 */
@NullMarked
package dev.segue.media.manifest;

import org.jspecify.annotations.NullMarked;

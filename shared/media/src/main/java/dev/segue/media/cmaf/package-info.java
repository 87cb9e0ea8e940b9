/**
 * Boxes of the ISO base media file format (ISO/IEC 14496-12) as far as CMAF (ISO/IEC 23000-19) needs them: the samples of the
 * fragmented MP4 that FFmpeg wrote are taken out of it and written again as the final media segments, so that every time in
 * them is exact by construction and none is FFmpeg's guess. Knows neither FFmpeg nor the manifests. Start reading at
 * {@link dev.segue.media.cmaf.VideoSegments}.
 */
@NullMarked
package dev.segue.media.cmaf;

import org.jspecify.annotations.NullMarked;

package dev.segue.standalone;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Kinds of sources, of which each container, codec, arrangement of key frames or way of telling time has broken a way of cutting
 * films before. Each is a moving test picture of a few seconds, small enough that dozens of them are made and encoded in a minute.
 */
enum FilmKind {
    // Containers
    MP4_CLOSED_GROUPS("mp4", x264("25", "-g 50 -bf 0")),
    MP4_IN_FRAGMENTS("mp4", x264("25", "-g 50 -bf 2 -movflags frag_keyframe+empty_moov")),
    MOV_24("mov", x264("24", "-g 48 -bf 2")),
    MKV("mkv", x264("25", "-g 50 -bf 2")),
    MKV_WITHOUT_INDEX("mkv", x264("25", "-g 50 -bf 2 -f matroska -live 1")),
    WEBM_VP8("webm", film("25", "-c:v libvpx -deadline realtime -cpu-used 8 -g 50")),
    WEBM_VP8_HIDDEN_FRAMES(
            "webm", film("25", "-c:v libvpx -deadline good -cpu-used 5 -g 50 -auto-alt-ref 1 -lag-in-frames 16")),
    TS_FROM_AN_HOUR("ts", x264("25", "-g 50 -bf 2 -output_ts_offset 3600")),
    // 2^33 ticks of 90 kHz are 95443.7 s.
    TS_CLOCK_WRAPS("ts", x264("25", "-g 50 -bf 2 -output_ts_offset 95439")),
    AVI_H264("avi", x264("25", "-g 50 -bf 2")),
    FLV("flv", x264("25", "-g 50 -bf 2")),
    PS_MPEG2("mpg", film("25", "-c:v mpeg2video -bf 2 -g 25 -q:v 3 -f vob")),
    PS_MPEG1("mpg", film("25", "-c:v mpeg1video -bf 2 -g 25 -q:v 3 -f mpeg")),
    MXF_MPEG2("mxf", film("25", "-c:v mpeg2video -bf 2 -g 25 -q:v 3")),
    MXF_DNXHR("mxf", film("25", "-s 256x144 -c:v dnxhd -profile:v dnxhr_lb -pix_fmt yuv422p")),
    ASF_WMV2("asf", film("25", "-c:v wmv2 -g 50 -q:v 3")),

    // Codecs
    HEVC_OPEN_GROUPS("mp4", x265("open-gop=1:bframes=3")),
    HEVC_OPEN_GROUPS_TS("ts", x265("open-gop=1:bframes=3")),
    HEVC_TEN_BIT("mkv", x265("open-gop=0:bframes=3") + " -pix_fmt yuv420p10le"),
    MPEG2_TS("ts", film("25", "-c:v mpeg2video -bf 2 -g 15 -q:v 3")),
    MPEG4_AVI("avi", film("25", "-c:v mpeg4 -bf 2 -g 50 -q:v 3 -vtag DIVX")),
    MPEG4_AVI_PACKED("avi", film("25", "-c:v mpeg4 -bf 1 -g 49 -q:v 3 -bitexact -vtag DIVX")),
    MPEG4_MP4("mp4", film("25", "-c:v mpeg4 -bf 2 -g 50 -q:v 3")),
    VP9("webm", film("25", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 50")),
    VP9_HIDDEN_FRAMES(
            "webm", film("25", "-c:v libvpx-vp9 -deadline good -cpu-used 5 -g 50 -auto-alt-ref 1 -lag-in-frames 16")),
    AV1_MP4("mp4", film("25", "-c:v libsvtav1 -preset 12 -g 50 -svtav1-params lp=1")),
    AV1_WEBM("webm", film("25", "-c:v libsvtav1 -preset 12 -g 50 -svtav1-params lp=1")),
    PRORES("mov", film("25", "-c:v prores_ks -profile:v 0 -pix_fmt yuv422p10le")),
    DNXHR("mov", film("25", "-s 256x144 -c:v dnxhd -profile:v dnxhr_lb -pix_fmt yuv422p")),
    FFV1_MKV("mkv", film("25", "-c:v ffv1 -level 3 -g 1")),
    FFV1_AVI("avi", film("25", "-c:v ffv1 -g 25")),

    // Frames of two fields each: what is made of one depends on those beside it.
    INTERLACED_MPEG2(
            "ts",
            "-f lavfi -i testsrc2=s=160x96:r=50:d=8 -vf tinterlace=interleave_top,fieldorder=tff -c:v mpeg2video"
                    + " -flags +ildct+ilme -bf 2 -g 15 -q:v 3"),
    INTERLACED_H264(
            "mkv",
            "-f lavfi -i testsrc2=s=160x96:r=50:d=8 -vf tinterlace=interleave_top,fieldorder=tff -c:v libx264"
                    + " -preset ultrafast -pix_fmt yuv420p -flags +ildct+ilme -x264-params tff=1:keyint=50:bframes=2"),

    // Groups of pictures
    OPEN_GROUPS(
            "mp4", x264("25", "-x264-params open-gop=1:keyint=48:min-keyint=48:scenecut=0:bframes=3:b-pyramid=normal")),
    OPEN_GROUPS_TS(
            "ts", x264("25", "-x264-params open-gop=1:keyint=48:min-keyint=48:scenecut=0:bframes=3:b-pyramid=normal")),
    LONG_GROUP("mkv", x264("25", "-g 175 -bf 2 -sc_threshold 0")),
    SINGLE_KEY_FRAME("mp4", x264("25", "-g 100000 -sc_threshold 0 -bf 2")),
    INTRA_REFRESH("mp4", x264("25", "-x264-params intra-refresh=1:keyint=50:bframes=0")),
    INTRA_REFRESH_TS("ts", x264("25", "-x264-params intra-refresh=1:keyint=50:bframes=0")),

    // Times
    VARIABLE_RATE_MP4(
            "mp4",
            x264(
                    "25",
                    "-vf select='not(mod(n\\,3)*gt(mod(n\\,50)\\,20))',setpts='PTS+if(gt(N\\,60)\\,0.011/TB\\,0)'"
                            + " -fps_mode vfr -enc_time_base 1/90000 -g 50 -bf 2")),
    VARIABLE_RATE_MKV("mkv", x264("25", "-vf select='not(mod(n\\,3)*gt(mod(n\\,50)\\,20))' -fps_mode vfr -g 50 -bf 2")),
    EDIT_LIST_CUTS_THE_START("mp4", "-ss 1.2 -i open_groups.mp4 -c copy"),
    EDIT_LIST_DELAYS_THE_START(
            "mp4", "-itsoffset 0.5 -i mp4_closed_groups.mp4 -f lavfi -i sine=d=8 -map 0:v -map 1:a -c:v copy -c:a aac"),
    RATE_23_976("mkv", x264("24000/1001", "-g 48 -bf 2")),
    RATE_29_97("ts", x264("30000/1001", "-g 60 -bf 2")),
    RATE_50("mp4", x264("50", "-g 100 -bf 2")),
    RATE_59_94("mp4", x264("60000/1001", "-g 120 -bf 2")),
    RATE_59_94_TS("ts", x264("60000/1001", "-g 120 -bf 2")),
    EQUAL_TIMES("mkv", x264("25", "-g 50 -bf 0 -bsf:v setts=ts='if(eq(mod(N,50),30),PREV_OUTPTS,TS)'")),
    MISSING_TIMES("ts", x264("25", "-g 50 -bf 0 -bsf:v setts=pts='if(mod(N,5),NOPTS,PTS)'"));

    private final String suffix;
    private final String arguments;

    FilmKind(String suffix, String arguments) {
        this.suffix = suffix;
        this.arguments = arguments;
    }

    private static String film(String rate, String options) {
        return "-f lavfi -i testsrc2=s=160x90:r=" + rate + ":d=8 " + options;
    }

    private static String x264(String rate, String options) {
        return film(rate, "-c:v libx264 -preset ultrafast -pix_fmt yuv420p " + options);
    }

    private static String x265(String options) {
        return film(
                "25",
                "-c:v libx265 -preset ultrafast -pix_fmt yuv420p -x265-params log-level=error:pools=1:keyint=50:"
                        + options);
    }

    String fileName() {
        return name().toLowerCase(Locale.ROOT) + "." + suffix;
    }

    /** The kinds in an order in which each comes after those it is made of, which is that of their declaration. */
    Path make(Path folder) throws IOException {
        List<String> command = new ArrayList<>(Arrays.asList(arguments.split(" ")));
        command.add(fileName());
        Tool.Output made = Tool.ffmpeg(folder, command.toArray(String[]::new));
        if (made.status() != 0) {
            throw new IllegalStateException(this + " was not made: " + made.err());
        }
        if (this == MPEG4_AVI_PACKED) {
            PackedAvi.pack(folder.resolve(fileName()));
        }
        return folder.resolve(fileName());
    }
}

package dev.segue.scanner;

import static dev.segue.contract.RejectionCode.ARCHIVE_NOT_VIDEO;
import static dev.segue.contract.RejectionCode.IMAGE_NOT_VIDEO;
import static dev.segue.contract.RejectionCode.PLAYLIST_DISGUISED;
import static dev.segue.contract.RejectionCode.SCRIPT_DISGUISED;
import static dev.segue.contract.RejectionCode.SUBTITLE_NOT_VIDEO;
import static dev.segue.contract.RejectionCode.UNSUPPORTED_CONTAINER;
import static dev.segue.scanner.Heads.avi;
import static dev.segue.scanner.Heads.bytes;
import static dev.segue.scanner.Heads.head;
import static dev.segue.scanner.Heads.packets;
import static dev.segue.scanner.Heads.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.segue.contract.RejectionCode;
import dev.segue.scanner.Finding.Container;
import dev.segue.scanner.Finding.NoFilm;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ContentSnifferTest {
    private static final String HLS = "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:1,\nfile:///etc/passwd\n";

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "mov,      00000020 'ftypisom' *20",
                "mov,      00000014 'ftypqt__' *8 'qt__'",
                "mov,      00000018 'ftypM4V_' *12",
                "mov,      00000008 'wide' 00001000 'mdat' *100",
                "mov,      00000010 'free' *8 00001000 'moov' *100",
                "mov,      00000001 'mdat' 0000000100000000 *50",
                "mov,      00001000 'moov' *50",
                "mov,      00000018 'stypmsdh' *12 00000100 'moof' *60",
                "matroska, 1a45dfa3 9f 42868101 4282 88 'matroska' *40",
                "matroska, 1a45dfa3 01000000000000 1f 42868101 42f78101 4282 84 'webm' *40",
                "asf,      3026b2758e66cf11a6d900aa0062ce6c *40",
                "mxf,      060e2b34020501010d01020101020400 *40",
                "mxf,      *700 060e2b34020501010d01020101020400 *40",
                "mpeg,     000001ba44000400 *40",
                "flv,      'FLV' 0105 00000009 *40",
                "ogg,      'OggS' 0002 *40",
                "rm,       '.RMF' 00000012 *40",
            })
    void knowsContainersByTheirFirstBytes(String demuxer, String description) {
        assertThat(ContentSniffer.sniff(head(bytes(description)))).isEqualTo(new Container(demuxer));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "4, 0, 0", "0, 16, 0", "0, 0, 100", "4, 0, 191"})
    void knowsTransportStreamsWithTimecodesErrorCorrectionAndABeginningAmidAPacket(int before, int after, int missing) {
        byte[] packets = packets(30, before, after);

        Finding found = ContentSniffer.sniff(head(Arrays.copyOfRange(packets, missing, packets.length)));

        assertThat(found).isEqualTo(new Container("mpegts"));
    }

    @Test
    void knowsAShortTransportStreamAndNoneInALoneSyncByte() {
        assertThat(ContentSniffer.sniff(head(packets(2, 0, 0)))).isEqualTo(new Container("mpegts"));
        assertThat(ContentSniffer.sniff(head(packets(1, 0, 0)))).isInstanceOf(NoFilm.class);
        assertThat(ContentSniffer.sniff(text("G".repeat(5000)))).isEqualTo(new NoFilm(SCRIPT_DISGUISED, "a text"));
    }

    @Test
    void arrivalTimesOfABdavStreamMayLookLikeAnotherFormat() {
        byte[] packets = packets(30, 4, 0);
        System.arraycopy(bytes("1f8b0800"), 0, packets, 0, 4);

        assertThat(ContentSniffer.sniff(head(packets))).isEqualTo(new Container("mpegts"));
    }

    @Test
    void takesAnAviFileWithPictures() {
        assertThat(ContentSniffer.sniff(head(avi("vids", "00dc")))).isEqualTo(new Container("avi"));
        assertThat(ContentSniffer.sniff(head(avi("iavs", "00dc")))).isEqualTo(new Container("avi"));
        assertThat(ContentSniffer.sniff(head(avi("vids", HLS))))
                .as("a comment may quote a playlist")
                .isEqualTo(new Container("avi"));
    }

    @Test
    void refusesAnAviFileThatCarriesAPlaylistForFfmpegToFollow() {
        assertThat(code(head(avi("txts", HLS)))).isEqualTo(PLAYLIST_DISGUISED);
        assertThat(code(head(avi("vids", "GAB2\0\2\0" + HLS)))).isEqualTo(PLAYLIST_DISGUISED);
        assertThat(ContentSniffer.sniff(head(avi("txts", "no playlist")))).isEqualTo(new Container("avi"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                HLS,
                "\uFEFF" + HLS,
                "\r\n  #extm3u\nhttp://example.org/a.ts",
                "[playlist]\nFile1=http://example.org/a",
                "[Reference]\nRef1=http://example.org/a",
                "<?xml version=\"1.0\"?>\n<!-- films -->\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"/>",
                "<smil><body/></smil>",
                "<SmoothStreamingMedia MajorVersion=\"2\"/>",
                "<asx version=\"3.0\"></asx>",
                "v=0\no=- 0 0 IN IP4 127.0.0.1\n",
                "rtsp://example.org/camera",
                "file:///etc/passwd",
            })
    void refusesPlaylists(String text) {
        assertThat(code(text(text))).isEqualTo(PLAYLIST_DISGUISED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ffconcat version 1.0\nfile 'file:/etc/hostname'\n",
                "file '/etc/passwd'\nfile '/etc/hosts'\n",
                "#!/bin/sh\nid\n",
                "<?php system($_GET['c']); ?>",
                "<!DOCTYPE html><html><body/></html>",
                "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
                "DirectShowSource(\"c:\\film.avi\")",
                "You skip this",
                "{\\rtf1\\ansi}",
                "%PDF-1.7",
                "%!PS-Adobe-3.0",
                "Grüße aus der Küche",
            })
    void refusesScriptsAndTexts(String text) {
        assertThat(code(text(text))).isEqualTo(SCRIPT_DISGUISED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1\n00:00:01,000 --> 00:00:02,000\nHello\n",
                "1\r\n0:00:01.5 --> 0:00:02.5\r\nHello\r\n",
                "WEBVTT\n\n00:01.000 --> 00:02.000\nHello",
                "[Script Info]\nScriptType: v4.00+\n",
                "<?xml version=\"1.0\"?><tt xmlns=\"http://www.w3.org/ns/ttml\"/>",
                "<tt:tt xmlns:tt=\"http://www.w3.org/ns/ttml\"/>",
                "{10}{20}Hello",
            })
    void refusesSubtitlesInAnyEncoding(String text) {
        assertThat(code(text(text))).isEqualTo(SUBTITLE_NOT_VIDEO);
        for (Charset charset : new Charset[] {StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE}) {
            assertThat(code(head(text.getBytes(charset)))).isEqualTo(SUBTITLE_NOT_VIDEO);
            assertThat(code(head(("\uFEFF" + text).getBytes(charset)))).isEqualTo(SUBTITLE_NOT_VIDEO);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "89504e470d0a1a0a *40",
                "ffd8ffe0 *40",
                "'GIF89a' *40",
                "'RIFF' 00100000 'WEBPVP8_' *40",
                "'BM' 36000c00 *8 28000000 *40",
                "49492a00 *40",
                "4d4d002a *40",
                "00000018 'ftypheic' *12",
                "00000018 'ftypmif1' *12",
                "0000001c 'ftypavif' *16",
                "0000000c 'JXL_' 0d0a870a *40",
                "'<svg/>'",
            })
    void refusesPictures(String description) {
        assertThat(code(head(bytes(description)))).isEqualTo(IMAGE_NOT_VIDEO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'PK' 0304 *40",
                "1f8b0800 *40",
                "377abcaf271c *40",
                "'Rar!' 1a0700 *40",
                "fd377a585a00 *40",
                "'BZh9' *40",
                "28b52ffd *40",
                "'film.mov' *249 'ustar' *40",
                "*32769 'CD001' *40",
            })
    void refusesArchives(String description) {
        assertThat(code(head(bytes(description)))).isEqualTo(ARCHIVE_NOT_VIDEO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7f 'ELF' *40", "'MZ' *80", "cafebabe *40"})
    void refusesPrograms(String description) {
        assertThat(code(head(bytes(description)))).isEqualTo(SCRIPT_DISGUISED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'ID3' 0400 *40",
                "'fLaC' *40",
                "'RIFF' 00100000 'WAVEfmt_' *40",
                "1a45dfa3 88 4282 85 'other' *40",
                "1a45dfa3 01ffffffffffffff *40",
                "1a45dfa3",
                "000001b3 *40",
                "00000000",
                "00000004 'ftyp' *40",
                "ffffffff 'skip' *40",
                "47 00401100",
            })
    void refusesWhatItDoesNotTakeOrKnow(String description) {
        assertThat(code(head(bytes(description)))).isEqualTo(UNSUPPORTED_CONTAINER);
    }

    @Test
    void refusesRandomBytesAndNeverFails() {
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(600)];
            random.nextBytes(bytes);
            byte[] magic = bytes(i % 2 == 0 ? "1a45dfa3" : "'RIFF' 00000000 'AVI_' 'LIST'");
            byte[] withMagic = Arrays.copyOf(magic, magic.length + bytes.length);
            System.arraycopy(bytes, 0, withMagic, magic.length, bytes.length);

            assertThatCode(() -> ContentSniffer.sniff(head(bytes))).doesNotThrowAnyException();
            assertThatCode(() -> ContentSniffer.sniff(head(withMagic))).doesNotThrowAnyException();
        }
        byte[] noise = new byte[ContentSniffer.HEAD_BYTES];
        random.nextBytes(noise);
        assertThat(code(head(noise))).isEqualTo(UNSUPPORTED_CONTAINER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!---->", "<??>", "<!DOCTYPE a>", "<!DOCTYPE a [", " \n", "1:", "0:00:00,0-->", "{1}"})
    @Timeout(10)
    void endlessRepetitionsOfAnythingAreJudgedInNoTime(String part) {
        Head head = text("<" + part.repeat(40_000));
        Head same = text(part.repeat(40_000));

        long start = System.nanoTime();
        ContentSniffer.sniff(head);
        ContentSniffer.sniff(same);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    private static RejectionCode code(Head head) {
        Finding finding = ContentSniffer.sniff(head);
        assertThat(finding).isInstanceOf(NoFilm.class);
        return ((NoFilm) finding).code();
    }
}

package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The play page in a real browser: pictures must move, not only the clock. */
class PlayPageIT {
    private static final List<String> BROWSERS =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

    @TempDir
    Path folder;

    @Test
    void playsThePublishedFilm() throws Exception {
        Optional<Path> chromium = Stream.ofNullable(System.getenv("CHROMIUM"))
                .map(Path::of)
                .findFirst()
                .or(() -> BROWSERS.stream()
                        .map(Path::of)
                        .filter(Files::isExecutable)
                        .findFirst());
        assumeTrue(chromium.isPresent(), "no Chromium on this machine; name one in the variable CHROMIUM");
        Tool.ffmpeg(folder, DemoCommand.film(8).toArray(String[]::new));
        Pipeline.Stream stream = Pipeline.shared().transcode(folder.resolve("demo.mp4"), "fast-ladder");

        try (Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(chromium.get())
                                .setHeadless(true)
                                .setArgs(List.of(
                                        "--no-sandbox",
                                        "--disable-gpu",
                                        "--disable-quic",
                                        "--no-first-run",
                                        "--disable-background-networking",
                                        "--disable-component-update",
                                        "--disable-sync",
                                        "--autoplay-policy=no-user-gesture-required")))) {
            Page page = browser.newPage();
            page.navigate(Pipeline.shared()
                    .laptop()
                    .address()
                    .resolve("/play/" + stream.published().videoId())
                    .toString());
            page.waitForFunction(
                    "() => document.querySelector('video').getVideoPlaybackQuality().totalVideoFrames > 60",
                    null,
                    new Page.WaitForFunctionOptions()
                            .setTimeout(Duration.ofSeconds(30).toMillis()));
            Path shot = Path.of("target/play-page.png");
            page.screenshot(new Page.ScreenshotOptions().setPath(shot));

            assertThat((int) page.evaluate("document.querySelector('video').videoWidth"))
                    .isPositive();
            assertThat(((Number) page.evaluate("document.querySelector('video').currentTime")).doubleValue())
                    .isGreaterThan(1);
            assertThat((int) page.evaluate("document.querySelector('video').buffered.length"))
                    .isEqualTo(1);
            assertThat((int) page.evaluate("document.querySelectorAll('#renditions tr').length"))
                    .isEqualTo(stream.published().renditions().size());
            page.evaluate("document.querySelector('video').currentTime = 7");
            page.waitForFunction(
                    "() => document.querySelector('video').ended",
                    null,
                    new Page.WaitForFunctionOptions()
                            .setTimeout(Duration.ofSeconds(20).toMillis()));
        }
    }
}

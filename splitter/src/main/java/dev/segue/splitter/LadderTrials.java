package dev.segue.splitter;

import dev.segue.contract.Omission;
import dev.segue.contract.PerTitle;
import dev.segue.contract.Prediction;
import dev.segue.contract.RateControl;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import dev.segue.media.codec.SoftwareEncoders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tries the rungs of a ladder on one film, twice: with the profile's rate factors, and with those that the first trial says will reach
 * the quality.
 */
final class LadderTrials {
    private final TryRungs trials;
    private final PerTitle wanted;

    LadderTrials(TryRungs trials, PerTitle wanted) {
        this.trials = trials;
        this.wanted = wanted;
    }

    private record Sampled(Excerpt excerpt, TryRungs.Tried tried) {}

    /** Whether trials say anything about a rung: only with a rate factor has it a quality of its own. */
    static boolean canBeTried(VideoRendition rung) {
        return rung.rateControl() instanceof RateControl.Crf
                && SoftwareEncoders.of(rung.codec()).carries(rung);
    }

    /** The film's own ladder; rungs that cannot be tried stay as they are. */
    Ladder choose(List<VideoRendition> plan, SampleMoments moments) throws Exception {
        List<DominatedRungs.Rung> tried = new ArrayList<>();
        // The encoders of one codec alone fill the memory that a process may have.
        for (VideoCodec codec : VideoCodec.values()) {
            List<VideoRendition> rungs = plan.stream()
                    .filter(r -> r.codec() == codec && canBeTried(r))
                    .toList();
            if (!rungs.isEmpty()) {
                tried.addAll(tried(rungs, moments));
            }
        }
        Map<String, VideoRendition> chosen = new HashMap<>();
        plan.forEach(r -> chosen.put(r.id(), r));
        tried.forEach(r -> chosen.put(r.rendition().id(), r.rendition()));
        List<Omission> leftOut = DominatedRungs.of(tried);
        leftOut.forEach(o -> chosen.remove(o.what()));
        return new Ladder(
                plan.stream()
                        .flatMap(r -> Stream.ofNullable(chosen.get(r.id())))
                        .toList(),
                leftOut);
    }

    /** Rungs of one codec, each with its rate factor. */
    private List<DominatedRungs.Rung> tried(List<VideoRendition> rungs, SampleMoments moments) throws Exception {
        List<Integer> usual = rungs.stream()
                .map(r -> Math.clamp(crf(r).crf(), wanted.lowestCrf(), wanted.highestCrf()))
                .toList();
        List<Sampled> samples = sample(moments, with(rungs, usual));
        List<Trial> first = means(samples.stream().map(s -> s.tried().trials()).toList());
        List<VideoRendition> again = with(
                rungs, first.stream().map(t -> RateFactor.second(t, wanted)).toList());
        List<List<Trial>> seconds = new ArrayList<>();
        for (Sampled sample : samples) {
            seconds.add(trials.on(sample.excerpt(), again).trials());
        }
        List<Trial> second = means(seconds);
        return IntStream.range(0, rungs.size())
                .mapToObj(i -> rung(rungs.get(i), first.get(i), second.get(i)))
                .toList();
    }

    /** Black says nothing of a film, unless there is nothing else. */
    private List<Sampled> sample(SampleMoments moments, List<VideoRendition> rungs) throws Exception {
        List<Sampled> bright = new ArrayList<>();
        List<Sampled> dark = new ArrayList<>();
        for (List<Excerpt> candidates : moments.candidates()) {
            for (Excerpt candidate : candidates) {
                Sampled sampled = new Sampled(candidate, trials.on(candidate, rungs));
                (sampled.tried().dark() ? dark : bright).add(sampled);
                if (!sampled.tried().dark()) {
                    break;
                }
            }
        }
        return bright.isEmpty() ? dark.subList(0, 1) : bright;
    }

    private DominatedRungs.Rung rung(VideoRendition rung, Trial first, Trial second) {
        RateFactor factor = RateFactor.of(first, second, wanted);
        Long ceiling = rung.rateControl().maxrateBps();
        long bitrate = Math.round(factor.bitrate());
        Prediction expected = new Prediction(
                first.metric(),
                (int) Math.rint(factor.quality() * 1e6),
                ceiling == null ? bitrate : Math.min(bitrate, ceiling));
        return new DominatedRungs.Rung(withFactor(rung, factor.crf(), expected), factor);
    }

    /** The mean over samples, for each rung. */
    private static List<Trial> means(List<List<Trial>> samples) {
        return IntStream.range(0, samples.getFirst().size())
                .mapToObj(i -> Trial.mean(samples.stream().map(s -> s.get(i)).toList()))
                .toList();
    }

    private static List<VideoRendition> with(List<VideoRendition> rungs, List<Integer> factors) {
        return IntStream.range(0, rungs.size())
                .mapToObj(i -> withFactor(rungs.get(i), factors.get(i), null))
                .toList();
    }

    private static VideoRendition withFactor(VideoRendition rung, int factor, @Nullable Prediction expected) {
        RateControl.Crf crf = crf(rung);
        return rung.with(new RateControl.Crf(factor, crf.maxrateBps(), crf.bufsizeBits()), expected);
    }

    private static RateControl.Crf crf(VideoRendition rung) {
        return (RateControl.Crf) rung.rateControl();
    }
}

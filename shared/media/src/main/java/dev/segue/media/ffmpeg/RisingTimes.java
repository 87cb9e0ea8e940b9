package dev.segue.media.ffmpeg;

/** Whether frames follow each other in time, and what can be done when two claim the same. */
final class RisingTimes {
    /** More than one in so many frames with the time of its neighbour is no slip but a stream without times. */
    private static final int ONE_IN = 10;

    private RisingTimes() {}

    static boolean areRising(long[] times) {
        for (int i = 1; i < times.length; i++) {
            if (times[i] <= times[i - 1]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Puts each frame that has the time of the one before it one tick after that, in place: both are shown, as near to what the
     * source says as a player can.
     *
     * @return how many frames were moved
     * @throws UnusableTimesException when times go back, or too many are the same
     */
    static int separate(long[] times) throws UnusableTimesException {
        int moved = 0;
        for (int i = 1; i < times.length; i++) {
            if (times[i] > times[i - 1]) {
                continue;
            }
            // Equal, or overtaken by a neighbour that was moved just before.
            if (times[i] < times[i - 1] - moved) {
                throw new UnusableTimesException("frames of the picture go back in time");
            }
            times[i] = times[i - 1] + 1;
            moved++;
            if ((long) moved * ONE_IN > times.length + ONE_IN) {
                throw new UnusableTimesException("too many frames of the picture are shown at the same time");
            }
        }
        return moved;
    }
}

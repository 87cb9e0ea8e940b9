package dev.segue.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds ports nobody listens on, for servers that cannot be asked which port they were given. They lie below those that operating
 * systems hand out themselves (RFC 6335: from 49152; Linux: from 32768): one of those is soon taken by a connection of somebody else.
 */
final class FreePort {
    private static final int LOWEST = 20_000;
    private static final int END = 32_000;
    private static final int TRIES = 100;

    private FreePort() {}

    /** The wanted port, or a free one for 0. */
    static int or(int wanted) throws IOException {
        if (wanted != 0) {
            return wanted;
        }
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, END);
            if (isFree(port)) {
                return port;
            }
        }
        throw new BindException("no free port found from " + LOWEST + " to " + END);
    }

    private static boolean isFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (BindException e) {
            return false;
        }
    }
}

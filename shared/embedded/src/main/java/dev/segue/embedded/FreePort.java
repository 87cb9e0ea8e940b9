package dev.segue.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds ports nobody listens on, for servers that cannot be asked which port they were given. */
final class FreePort {
    private FreePort() {}

    /** The wanted port, or a free one for 0. */
    static int or(int wanted) throws IOException {
        if (wanted != 0) {
            return wanted;
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

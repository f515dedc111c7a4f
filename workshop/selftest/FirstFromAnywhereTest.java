package workshop.selftest;

import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import workshop.cluster.embedded.EmbeddedCluster;
import workshop.cluster.playground.PlaygroundServer;
import workshop.process.PortOwner;

/** Somebody with JBang and a JDK and nothing else, up to the first verdict; how long that takes is printed. */
@DisplayName("first from anywhere")
@ExtendWith(Shared.Resolver.class)
// JBang is a shell script here, and the session needs a terminal
@EnabledOnOs(OS.LINUX)
class FirstFromAnywhereTest {

    @Test
    @DisplayName("three-brokers leads from empty caches to the verdict on lesson 01's script as it is")
    void firstVerdict(Shared shared, @TempDir Path home) throws Exception {
        Assumptions.assumeTrue(shared.kind().equals(EmbeddedCluster.KIND), "its brokers are embedded ones");
        Assumptions.assumeTrue(IntStream.of(PlaygroundServer.PORTS).allMatch(PortOwner::isFree), "a playground runs here");
        try (PublicHost host = new PublicHost(shared.course().root())) {
            Stranger stranger = new Stranger(home, host);
            ProcessBuilder command = stranger.jbang("three-brokers@" + host.catalog());
            command.environment().put("JBANG_REPO", home.resolve("maven").toString());
            System.out.printf(Locale.ROOT, "from three-brokers@… with empty caches to the verdict on lesson 01's script: %.1f s%n",
                    stranger.firstVerdict(command));
        }
    }
}

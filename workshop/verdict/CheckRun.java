package workshop.verdict;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import workshop.check.Trial;
import workshop.check.TrialResolver;

/** Has JUnit run a check, which is one of its test classes. */
final class CheckRun {

    // nothing is looked up on the class path: the engine is known, and the search costs a start its speed
    private static final LauncherConfig CONFIG = LauncherConfig.builder()
            .enableTestEngineAutoRegistration(false)
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .addTestEngines(new JupiterTestEngine())
            .build();

    private CheckRun() {
    }

    /**
     * Runs the check of a lesson on a trial, which somebody else closes; each fact was told when this returns.
     *
     * @param end who cancels it is told of no fact that comes later
     */
    static void of(Lesson lesson, Trial trial, FactListener told, CancellationToken end) {
        try (LauncherSession session = LauncherFactory.openSession(CONFIG)) {
            TrialResolver.put(session.getStore(), trial);
            session.getLauncher().execute(LauncherExecutionRequestBuilder.request(LauncherDiscoveryRequestBuilder.request()
                    .selectors(selectClass(lesson.checkClass())).build()).listeners(told).cancellationToken(end).build());
        }
    }
}

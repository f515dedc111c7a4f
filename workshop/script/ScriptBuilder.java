package workshop.script;

import dev.jbang.Settings;
import dev.jbang.dependencies.ArtifactInfo;
import dev.jbang.dependencies.DependencyCache;
import dev.jbang.devkitman.JdkManager;
import dev.jbang.devkitman.jdkproviders.CurrentJdkProvider;
import dev.jbang.source.BuildContext;
import dev.jbang.source.Project;
import dev.jbang.util.JavaUtil;
import dev.jbang.util.Util;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import workshop.process.DiskSpace;
import workshop.process.Owned;
import workshop.process.Printable;

/**
 * Builds a JBang script as JBang would, into JBang's own cache, but in this process: no second JVM for JBang, none for the
 * compiler.
 */
public final class ScriptBuilder {

    // JBang's own code is not made for two threads
    private static final ReentrantLock JBANG = new ReentrantLock();

    private ScriptBuilder() {
    }

    /**
     * Compiles a script with what its {@code //DEPS}, {@code //SOURCES}, {@code //FILES} and {@code //JAVA} lines name,
     * unless JBang's cache has it already.
     *
     * @return the script, ready to run
     * @throws ScriptException where it does not compile, has no main method, or names what cannot be had
     */
    public static Script build(Path source) throws ScriptException {
        if (!Files.isRegularFile(source)) {
            throw new ScriptException(ScriptException.Cause.SCRIPT, "there is no file " + source);
        }
        requireRoom();
        JBANG.lock();
        try {
            // its own lines are for those who call JBang
            Util.setQuiet(true);
            // JBang's own manager of JDKs looks all over the machine, by temporary folders that a kill -9 leaves behind
            Project project = Project.builder()
                    .jdkManager(JdkManager.builder().providers(new CurrentJdkProvider()).build())
                    .build(source.toString());
            Directives.check(source, project);
            String java = project.getJavaVersion();
            if (java != null && !JavaUtil.satisfiesRequestedVersion(java, Runtime.version().feature())) {
                project.setJdkManager(JavaUtil.defaultJdkManager());
            }
            announceFetching(project);
            BuildContext context = BuildContext.forProject(project);
            InProcessBuilder.buildUnlessCached(context);
            if (project.getMainClass() == null) {
                throw new ScriptException(ScriptException.Cause.SCRIPT,
                        source.getFileName() + " has no method public static void main(String[] args).");
            }
            List<Path> dependencies = context.resolveClassPath().getArtifacts().stream()
                    .map(ArtifactInfo::getFile).toList();
            return new Script(source, context.getJarFile().toAbsolutePath(), project.getMainClass(), dependencies,
                    project.getRuntimeOptions(), project.projectJdk().home(), project.enablePreview());
        } catch (CompileException e) {
            // the compiler, too, may find no room to write
            requireRoom();
            throw new ScriptException(ScriptException.Cause.SCRIPT, e.getMessage());
        } catch (IOException e) {
            throw new ScriptException(ScriptException.Cause.SURROUNDINGS,
                    "cannot build " + source.getFileName() + ": " + e.getMessage());
        } catch (RuntimeException e) {
            // JBang has many kinds of them for a line that it cannot read
            throw ScriptException.from(source, e);
        } finally {
            JBANG.unlock();
        }
    }

    /** Does what is none of JBang's while it has a script built: meanwhile another script's libraries may be fetched. */
    static void besideJBang(Compiling work) throws IOException {
        JBANG.unlock();
        try {
            work.compile();
        } finally {
            JBANG.lock();
        }
    }

    /** What the compiler does. */
    @FunctionalInterface
    interface Compiling {

        void compile() throws IOException;
    }

    private static void requireRoom() throws ScriptException {
        Optional<String> shortage = DiskSpace.shortage();
        if (shortage.isPresent()) {
            throw new ScriptException(ScriptException.Cause.SURROUNDINGS, shortage.get());
        }
    }

    /**
     * Loads the compiler, so that the next build is as quick as those after it: compiles a script that was built, and throws the
     * result away.
     */
    public static void warmUp(Script built) {
        Path folder = Owned.folder();
        try {
            InProcessBuilder.compileHere(List.of("-d", folder.toString(), "-cp", built.dependencyPath(),
                    built.source().toString()));
        } catch (IOException notWarm) {
            // the next build will say what is wrong
            return;
        } finally {
            Owned.delete(folder);
        }
    }

    // the one thing here that can take a minute
    private static void announceFetching(Project project) {
        List<String> dependencies = project.getMainSourceSet().getDependencies();
        if (!dependencies.isEmpty() && DependencyCache.findDependenciesByHash(
                String.join(Settings.CP_SEPARATOR, dependencies)) == null) {
            System.err.println("Getting " + Printable.line(String.join(", ", dependencies)) + " and what they need, once…");
        }
    }
}

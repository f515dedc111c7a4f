package workshop.script;

import dev.jbang.source.BuildContext;
import dev.jbang.source.Builder;
import dev.jbang.source.Project;
import dev.jbang.source.buildsteps.JarBuildStep;
import dev.jbang.source.sources.JavaSource;
import dev.jbang.spi.IntegrationResult;
import dev.jbang.util.JavaUtil;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import workshop.process.Owned;

/**
 * JBang's builder of Java scripts, with the compiler and the jar tool called in this process. It compiles in a folder of its
 * own: JBang's would be emptied by whoever builds the same script at the same time, in another terminal.
 */
final class InProcessBuilder extends JavaSource.JavaAppBuilder {

    private final Path jar;

    private InProcessBuilder(BuildContext cache, Path folder) {
        super(BuildContext.forProject(cache.getProject(), folder));
        jar = cache.getJarFile();
    }

    /** Builds the jar, unless JBang's cache has one of these very sources, whose dependencies are all there. */
    static void buildUnlessCached(BuildContext cache) throws IOException {
        if (!isCached(cache)) {
            Path folder = Owned.folder();
            try {
                new InProcessBuilder(cache, folder).setFresh(true).build();
            } finally {
                Owned.delete(folder);
            }
        }
    }

    private static boolean isCached(BuildContext cache) throws IOException {
        if (!Files.isReadable(cache.getJarFile()) || !cache.isUpToDate()) {
            return false;
        }
        try (JarFile jar = new JarFile(cache.getJarFile().toFile())) {
            Attributes attributes = jar.getManifest().getMainAttributes();
            String builtBy = attributes.getValue(JarBuildStep.ATTR_BUILD_JDK);
            if (builtBy == null || JavaUtil.parseJavaVersion(builtBy) > cache.getProject().projectJdk().majorVersion()) {
                return false;
            }
            cache.getProject().setMainClass(attributes.getValue(Attributes.Name.MAIN_CLASS));
            return true;
        }
    }

    @Override
    protected Builder<Project> getCompileBuildStep() {
        return new JavaCompileBuildStep() {
            @Override
            protected void runCompiler(List<String> command) throws IOException {
                if (ctx.getProject().projectJdk().majorVersion() == Runtime.version().feature()) {
                    ScriptBuilder.besideJBang(() -> compileHere(command.subList(1, command.size())));
                } else {
                    // the script asks for another Java: its own compiler then
                    ScriptBuilder.besideJBang(() -> compileElsewhere(command));
                }
            }
        };
    }

    @Override
    protected Builder<Project> getJarBuildStep() {
        return this::writeJar;
    }

    /** Runs none: an integration is code of a library that JBang would run in this process. */
    @Override
    protected Builder<IntegrationResult> getIntegrationBuildStep() {
        return () -> new IntegrationResult(null, null, null);
    }

    /** Runs the compiler in this process, with options and, at their end, files; it runs no code but its own. */
    static void compileHere(List<String> arguments) throws IOException {
        int firstFile = arguments.size();
        while (firstFile > 0 && arguments.get(firstFile - 1).endsWith(".java")) {
            firstFile--;
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options = Stream.concat(arguments.subList(0, firstFile).stream(), Directives.OWN_CODE_ONLY.stream()).toList();
            boolean compiled = compiler.getTask(said, files, null, options, null,
                    files.getJavaFileObjectsFromStrings(arguments.subList(firstFile, arguments.size()))).call();
            if (!compiled) {
                throw new CompileException(said.toString().strip());
            }
        }
    }

    private static void compileElsewhere(List<String> command) throws IOException {
        List<String> told = new ArrayList<>(command);
        told.addAll(1, Directives.OWN_CODE_ONLY);
        told.addAll(1, List.of("-encoding", "UTF-8", "-J-Dfile.encoding=UTF-8", "-J-Dstderr.encoding=UTF-8"));
        Process compiler = new ProcessBuilder(told).redirectErrorStream(true).start();
        String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (compiler.waitFor() != 0) {
                throw new CompileException(said.strip());
            }
        } catch (InterruptedException e) {
            compiler.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while compiling", e);
        }
    }

    private Project writeJar() throws IOException {
        Project project = ctx.getProject();
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        project.getManifestAttributes().forEach(attributes::putValue);
        attributes.putValue(JarBuildStep.ATTR_BUILD_JDK, String.valueOf(project.projectJdk().majorVersion()));
        if (project.getMainClass() != null) {
            attributes.put(Attributes.Name.MAIN_CLASS, project.getMainClass());
        }
        // moved into place, so that no other process reads half a jar
        Files.createDirectories(jar.getParent());
        Path unfinished = Files.createTempFile(jar.getParent(), "unfinished", ".jar");
        Runnable moved = Owned.file(unfinished);
        try (OutputStream file = Files.newOutputStream(unfinished);
                JarOutputStream out = new JarOutputStream(file, manifest);
                Stream<Path> classes = Files.walk(ctx.getCompileDir())) {
            for (Path path : classes.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new ZipEntry(ctx.getCompileDir().relativize(path).toString().replace('\\', '/')));
                Files.copy(path, out);
                out.closeEntry();
            }
        }
        Files.move(unfinished, jar, StandardCopyOption.REPLACE_EXISTING);
        moved.run();
        return project;
    }
}

package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import workshop.verdict.Course;
import workshop.verdict.Lesson;

/** What editors read, so that they complete what a learner types. */
@DisplayName("editors")
@ExtendWith(Shared.Resolver.class)
class EditorTest {

    @Test
    @DisplayName("IntelliJ and VS Code read from pom.xml where each lesson's script lies, and what it needs")
    void pom(Shared shared) throws Exception {
        Course course = shared.course();
        Document pom = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(course.root().resolve("pom.xml").toFile());
        Set<String> folders = course.lessons().stream().map(lesson -> "lessons/" + lesson.folder())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(folders, Stream.of("sourceDirectory", "source").flatMap(name -> texts(pom.getDocumentElement(), name))
                .collect(Collectors.toCollection(TreeSet::new)));
        Set<String> needed = course.lessons().stream().flatMap(lesson -> dependencies(lesson).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(needed, elements(pom.getDocumentElement(), "dependency").map(dependency -> Stream
                .of("groupId", "artifactId", "version").flatMap(name -> texts(dependency, name)).collect(Collectors.joining(":")))
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    @DisplayName("VS Code recommends what reads it")
    void recommended(Shared shared) throws IOException {
        assertEquals("[\"vscjava.vscode-java-pack\"]", new ObjectMapper().readTree(shared.course().root()
                .resolve(".vscode/extensions.json").toFile()).get("recommendations").toString());
    }

    @Test
    @DisplayName("the tasks of VS Code are commands, and the folder of a lesson's script is a word for the lesson")
    void tasks(Shared shared) throws Exception {
        Course course = shared.course();
        Set<String> commands = TestCommand.commands();
        JsonNode tasks = new ObjectMapper().readTree(course.root().resolve(".vscode/tasks.json").toFile()).get("tasks");
        tasks.forEach(task -> assertTrue(commands.contains(task.get("args").get(0).asText()), task::toString));
        for (Lesson lesson : course.lessons()) {
            assertEquals(lesson, course.lesson(lesson.script().getParent().getFileName().toString()));
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it needs a POSIX shell")
    @DisplayName("./jbang edit opens this folder, and with -b a project that leads to the script and names what it needs")
    void edit(Shared shared, @TempDir Path scratch) throws Exception {
        Lesson lesson = shared.course().lessons().get(0);
        Launch launch = new Launch(lesson.root().resolve("jbang"), List.of(), scratch);
        Launch.Run folder = launch.args("edit", "--no-open", lesson.script().toString()).run();
        assertEquals(lesson.root(), Path.of(folder.out().strip()).toRealPath(), folder::err);
        Launch.Run sandbox = launch.args("edit", "--no-open", "-b", lesson.script().toString()).run();
        Path project = Path.of(sandbox.out().strip());
        String gradle = Files.readString(project.resolve("build.gradle"));
        dependencies(lesson).forEach(dependency -> assertTrue(gradle.contains("'" + dependency + "'"), gradle));
        assertEquals(lesson.script().toRealPath(), project.resolve("src").resolve(lesson.script().getFileName()).toRealPath());
    }

    private static List<String> dependencies(Lesson lesson) {
        return CourseTest.read(lesson.script()).lines().filter(line -> line.startsWith("//DEPS "))
                .map(line -> line.substring("//DEPS ".length()).strip()).toList();
    }

    private static Stream<String> texts(Element within, String name) {
        return elements(within, name).map(Element::getTextContent).map(String::strip);
    }

    private static Stream<Element> elements(Element within, String name) {
        NodeList found = within.getElementsByTagName(name);
        return IntStream.range(0, found.getLength()).mapToObj(found::item).map(Element.class::cast);
    }
}

import type { AppBase } from './app.ts';
import type { Fact } from './fact.ts';

/** What builds a Java app: the image's own Maven or Gradle, or the repository's wrapper. */
export type JavaTool = 'mvn' | 'mvnw' | 'gradle' | 'gradlew';

export interface JavaApp extends AppBase {
  readonly language: 'java';
  readonly java: {
    readonly tool: Fact<JavaTool>;
    /** Release of Gradle that the image has to bring, where the wrapper states one but cannot run. */
    readonly gradleRelease?: string;
    /** Path of the wrapper's jar, where its script cannot be read by a shell. */
    readonly wrapperJar?: string;
    /** Folder of the outermost build file. */
    readonly top: string;
    /** Every file and folder that the tool reads before the sources, relative to the context. */
    readonly manifests: readonly string[];
    /** Whether the manifests alone are enough to fetch what the build needs. */
    readonly fetchesAlone: boolean;
    /** Folder of the module that is built; '' where the build file at the top is the app's. */
    readonly module: string;
    /** Gradle: the task that makes what is run, by its whole path. */
    readonly task?: string;
    /** Gradle: folder that the task fills with the program's jars; `*` stands for its name. */
    readonly install?: string;
    /** Folder that the build writes, relative to the context. */
    readonly output: string;
    /** The built archive, relative to the context; `*` stands for its version. */
    readonly archive: Fact<string>;
    /** Version of Spring Boot whose plugin repackages the archive into layers. */
    readonly layers?: Fact<string>;
    /** Whether the archive holds its libraries and names its main class. */
    readonly isExecutable: boolean;
    /** Release of the Servlet API that a war is written for, where a servlet container has to serve it. */
    readonly servlet?: Fact<string>;
    readonly mainClass?: Fact<string>;
    /** What the program is told on its command line so that it is reached. */
    readonly arguments?: readonly string[];
    /** Options of the JVM that the build's own start script gives. */
    readonly jvmArguments?: readonly string[];
    /** Classes with a main method, where nothing says which one starts. */
    readonly mainCandidates: readonly string[];
    /** Whether libraries are needed at run time that a plain archive does not hold. */
    readonly hasLibraries: boolean;
    readonly hasTests: boolean;
    /** Files and folders that the program opens by relative path, relative to the app. */
    readonly runtimeFiles: readonly string[];
    /** Arguments that keep plugins from what an image does not need. */
    readonly skips: readonly string[];
    /** Goals or tasks that run it from its sources. */
    readonly developmentGoals: readonly string[];
    /** What unpacks native code when it starts: the temporary folder has to be one that lets it run. */
    readonly unpacks?: Fact<string>;
    /** What draws text, and so needs the font libraries that the smallest base lacks. */
    readonly needsFonts?: Fact<string>;
  };
}

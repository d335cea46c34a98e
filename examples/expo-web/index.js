import { registerRootComponent } from 'expo';
import { Text } from 'react-native';

registerRootComponent(function App() {
  return <Text>Hello from Expo, API {process.env.EXPO_PUBLIC_API_URL ?? 'none'}</Text>;
});
